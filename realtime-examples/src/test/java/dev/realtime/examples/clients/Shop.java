package dev.realtime.examples.clients;

import dev.realtime.Publication;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.log.Retention;
import dev.realtime.testkit.FaultProxy;
import java.io.IOException;

/** The application on a container of its own, behind a relay. */
public final class Shop implements AutoCloseable {
    private static final String TOPIC = "orders/42";

    private final ShopApplication application;
    private final EmbeddedServer server;
    private final FaultProxy relay;
    private AutoCloseable client = () -> {};

    /** How to follow a URL with a client; closing what it returns stops the client. */
    interface Follower {
        AutoCloseable follow(String url, Recorder recorder) throws Exception;
    }

    public Shop(Container container, Retention retention) throws IOException {
        application = new ShopApplication(retention);
        server = container.start(0, application);
        relay = FaultProxy.to(server.port());
    }

    public FaultProxy relay() {
        return relay;
    }

    /** Where clients that do not come through {@link #openTo} find a transport. */
    public String webSocketUrl(String transport) {
        return "ws://127.0.0.1:" + relay.port() + "/realtime/" + transport;
    }

    /** Where clients find a transport that is not upgraded. */
    public String httpUrl(String target) {
        return "http://127.0.0.1:" + relay.port() + "/realtime/" + target;
    }

    /** How many subscriptions the server has. */
    public int subscriptions() {
        return application.notifier().subscriptionCount();
    }

    /** To clients this server has stopped, and come back as the other. */
    public void restartAs(Shop other) {
        relay.redirectTo(other.server.port());
        application.notifier().close();
        server.close();
    }

    /** Lets a client in; when this returns the stream has begun, and the client holds a place. */
    Recorder openTo(String transport, Follower follower) throws Exception {
        Recorder recorder = new Recorder();
        client = follower.follow(
                "%s://127.0.0.1:%d/realtime/%s?topic=%s"
                        .formatted(transport.equals("ws") ? "ws" : "http", relay.port(), transport, TOPIC),
                recorder);
        recorder.awaitOpening();
        return recorder;
    }

    /** Publishes an event of type {@code message}; returns how it should arrive. */
    public Received publish(Object data) {
        return publish("message", data);
    }

    public Received publish(String type, Object data) {
        return Received.of(application
                .notifier()
                .publish(Publication.of(TOPIC, data).withType(type))
                .event());
    }

    @Override
    public void close() throws Exception {
        // In this order: some clients cannot be stopped while they read, and Tomcat waits two seconds for open streams
        // before it tells the application to close.
        try (server;
                AutoCloseable follower = client) {
            relay.close();
            application.notifier().close();
        }
    }
}
