package dev.realtime.websocket;

import dev.realtime.Notifier;
import dev.realtime.servlet.Origins;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.servlet.RealtimeServletBuilder;
import dev.realtime.websocket.Handshakes.Protocol;
import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;

/**
 * Adds WebSocket to an application: {@code ws} with the sub-protocol {@code realtime.v1}, and {@code stomp} with STOMP 1.2, 1.1 and
 * 1.0.
 *
 * <p>To be called from a {@code ServletContextListener}: containers take no endpoint later.
 */
public final class RealtimeWebSocket {
    private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";

    /** Where the endpoints are that only the servlet opens: the WebSocket API wants a path for each. */
    private static final String INNER_PATH = "/dev.realtime.endpoint";

    private RealtimeWebSocket() {}

    /**
     * Adds both to a servlet's transports, so that the application's filters, its login and the servlet's origin check stand before
     * them as before every other transport. Their endpoints' own paths admit only what the servlet opens.
     *
     * @throws IllegalStateException where the container has no WebSocket support, or takes no endpoint any more
     */
    public static RealtimeServletBuilder addTo(
            RealtimeServletBuilder servlet, Notifier notifier, ServletContext context) {
        return addTo(servlet, notifier, context, SocketLimits.DEFAULT);
    }

    /** As {@link #addTo(RealtimeServletBuilder, Notifier, ServletContext)}, with other limits. */
    public static RealtimeServletBuilder addTo(
            RealtimeServletBuilder servlet, Notifier notifier, ServletContext context, SocketLimits limits) {
        ServerContainer container = container(context);
        Sockets sockets = new Sockets(notifier, RealtimeServlet.writerFor(context, notifier), limits);
        Handshakes handshakes = new Handshakes(notifier, limits);
        for (Protocol protocol : Protocol.values()) {
            ServerEndpointConfig endpoint =
                    addEndpoint(container, INNER_PATH, protocol, new EndpointConfigurator(sockets));
            servlet.transport(new UpgradeTransport(
                    protocol.path(),
                    container,
                    endpoint,
                    exchange -> handshakes.of(
                            protocol, exchange.client(), exchange.request().getQueryString())));
        }
        return servlet.notifier(notifier);
    }

    /**
     * Adds both as endpoints that clients open themselves, below {@code path}: for an application that cannot map the servlet. Filters
     * do not stand before them on every container, and the access hook sees no remote address.
     *
     * @param listedOrigins origins beside our own whose pages may connect, each as a browser writes it
     * @throws IllegalStateException where the container has no WebSocket support, or takes no endpoint any more
     */
    public static void addEndpoints(ServletContext context, String path, Notifier notifier, Set<String> listedOrigins) {
        addEndpoints(context, path, notifier, listedOrigins, SocketLimits.DEFAULT);
    }

    /** As {@link #addEndpoints(ServletContext, String, Notifier, Set)}, with other limits. */
    public static void addEndpoints(
            ServletContext context, String path, Notifier notifier, Set<String> listedOrigins, SocketLimits limits) {
        ServerContainer container = container(context);
        Sockets sockets = new Sockets(notifier, RealtimeServlet.writerFor(context, notifier), limits);
        Handshakes handshakes = new Handshakes(notifier, limits);
        Origins origins = new Origins(listedOrigins);
        for (Protocol protocol : Protocol.values()) {
            addEndpoint(container, path, protocol, new PlainConfigurator(sockets, handshakes, protocol, origins));
        }
    }

    private static ServerContainer container(ServletContext context) {
        if (context.getAttribute(CONTAINER) instanceof ServerContainer container) {
            return container;
        }
        throw new IllegalStateException(
                "the application has no WebSocket support: the servlet context has no attribute " + CONTAINER);
    }

    private static ServerEndpointConfig addEndpoint(
            ServerContainer container, String path, Protocol protocol, EndpointConfigurator configurator) {
        ServerEndpointConfig endpoint = ServerEndpointConfig.Builder.create(
                        SocketEndpoint.class, path + "/" + protocol.path())
                .subprotocols(protocol.subprotocols())
                .configurator(configurator)
                .build();
        try {
            container.addEndpoint(endpoint);
            return endpoint;
        } catch (DeploymentException e) {
            throw new IllegalStateException("the container takes no endpoint at " + endpoint.getPath(), e);
        }
    }
}
