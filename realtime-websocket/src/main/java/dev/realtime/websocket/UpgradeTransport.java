package dev.realtime.websocket;

import dev.realtime.servlet.Exchange;
import dev.realtime.servlet.HttpTransport;
import dev.realtime.servlet.ProblemException;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * A path under the servlet that becomes a WebSocket (RFC 6455, section 4.2): so the application's filters, its login and the
 * origin check stand before it as before every other transport.
 */
final class UpgradeTransport implements HttpTransport {
    private final String path;
    private final ServerContainer container;
    private final ServerEndpointConfig endpoint;
    private final Function<Exchange, Handshake> handshakes;

    UpgradeTransport(
            String path,
            ServerContainer container,
            ServerEndpointConfig endpoint,
            Function<Exchange, Handshake> handshakes) {
        this.path = path;
        this.container = container;
        this.endpoint = endpoint;
        this.handshakes = handshakes;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        var request = exchange.request();
        // Checked here, since containers answer these cases each in its own way, some of them with an empty 200.
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            throw new ProblemException(426, path + " is a WebSocket", Map.of("Upgrade", "websocket"));
        }
        if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
            throw new ProblemException(
                    426, "header 'Sec-WebSocket-Version' must be 13", Map.of("Sec-WebSocket-Version", "13"));
        }
        Handshake handshake = handshakes.apply(exchange);
        exchange.notifier().requireRoom(handshake.client()); // while there still is a status to say it with
        try {
            handshake.<Exception>during(
                    () -> container.upgradeHttpToWebSocket(request, exchange.response(), endpoint, Map.of()));
        } catch (DeploymentException | ServletException e) {
            throw new IllegalStateException("the container cannot upgrade to " + path, e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
