package dev.realtime.examples.transport;

import dev.realtime.Notifier;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.testkit.TransportClient;
import dev.realtime.testkit.TransportContract;

/** A transport of this library held to the contract on an embedded container. */
public abstract class ServedTransport extends TransportContract {
    private final Container container;
    private final Clients transport;
    private EmbeddedServer server;

    protected ServedTransport(Container container, Clients transport) {
        this.container = container;
        this.transport = transport;
    }

    @Override
    protected int start(Notifier notifier) throws Exception {
        server = Server.start(container, notifier);
        return server.port();
    }

    @Override
    protected void stop() throws Exception {
        server.close();
    }

    @Override
    protected TransportClient client() {
        return transport.client();
    }

    /** At each one on one container; others frame the same bytes in other ways, which show at every few. */
    @Override
    protected int bytesBetweenCuts() {
        return container == Container.JETTY ? 1 : 5;
    }

    @Override
    protected String malformed() {
        return transport.isOverHttp() ? super.malformed() : "bad-request";
    }

    @Override
    protected String forbidden() {
        return transport.isOverHttp() ? super.forbidden() : "forbidden";
    }
}
