package dev.realtime.examples.transport;

import dev.realtime.Notifier;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.testkit.HttpTransportClient;
import dev.realtime.testkit.Received;
import dev.realtime.testkit.TransportClient;
import dev.realtime.testkit.TransportContract;

class NdjsonTransportTest extends TransportContract {
    private EmbeddedServer server;

    @Override
    protected int start(Notifier notifier) {
        server = Server.start(Container.JETTY, notifier);
        return server.port();
    }

    @Override
    protected void stop() {
        server.close();
    }

    @Override
    protected TransportClient client() {
        return HttpTransportClient.streaming("/realtime/ndjson", "\n", Received::ofBatch);
    }
}
