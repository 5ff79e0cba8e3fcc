package dev.realtime.benchmarks.load;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.event.Json;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import java.util.function.Supplier;

/** Both sides in one application. */
final class Application implements ServletContextListener {
    final Floor floor = new Floor();
    final Notifier notifier;
    private final int streamBuffer;
    private volatile int messageBytes = Message.BYTES;

    Application(Duration linger, int streamBuffer) {
        this.streamBuffer = streamBuffer;
        notifier = Notifier.builder()
                .access(Access.rules().allowSubscribe("*").allowPublish("*"))
                .linger(linger)
                .build();
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        RealtimeWebSocket.addTo(
                        RealtimeServlet.builder()
                                .streamBufferSize(streamBuffer)
                                .maxPublishesPerSecond(Integer.MAX_VALUE),
                        notifier,
                        context)
                .build()
                .register(context, "/" + Side.OURS.path());
        // All below, for Tomcat asks nobody about a WebSocket where no servlet would be.
        add(context, new FloorServlet(floor), "*");
        add(context, floor.polls(), Wire.LONG_POLL.path());
        add(context, new FloorPost(), "publish");
        ServerContainer container = (ServerContainer) context.getAttribute("jakarta.websocket.server.ServerContainer");
        try {
            add(container, Wire.WS, () -> new FloorEndpoint(floor));
            add(container, Wire.WS_BLOCKING, () -> new BlockingFloorEndpoint(floor));
        } catch (DeploymentException e) {
            throw new IllegalStateException("no endpoint can be added", e);
        }
    }

    private static void add(ServerContainer container, Wire wire, Supplier<Endpoint> endpoint)
            throws DeploymentException {
        container.addEndpoint(ServerEndpointConfig.Builder.create(
                        endpoint.get().getClass(), "/" + Side.FLOOR.path() + "/" + wire.path())
                .configurator(new Endpoints(endpoint))
                .build());
    }

    private static void add(ServletContext context, HttpServlet servlet, String path) {
        ServletRegistration.Dynamic added =
                context.addServlet(servlet.getClass().getSimpleName(), servlet);
        added.setAsyncSupported(true);
        added.addMapping("/" + Side.FLOOR.path() + "/" + path);
    }

    private static final class Endpoints extends ServerEndpointConfig.Configurator {
        private final Supplier<Endpoint> endpoint;

        Endpoints(Supplier<Endpoint> endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint.get());
        }

        @Override
        public String getNegotiatedSubprotocol(java.util.List<String> supported, java.util.List<String> requested) {
            return requested.isEmpty() ? "" : requested.get(0);
        }

        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }
    }

    void publish(Side side, long number, long nanos) {
        Json message = Message.of(number, nanos, messageBytes);
        if (side == Side.FLOOR) {
            floor.publish(message);
        } else {
            notifier.publish(Message.TOPIC, message);
        }
    }

    long history(int count) {
        floor.history(count);
        for (int i = 0; i < count; i++) {
            notifier.publish(Message.HISTORY, Message.of(i, Message.BYTES));
        }
        return count;
    }

    long messageBytes(int bytes) {
        messageBytes = bytes;
        return bytes;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        notifier.close();
    }
}
