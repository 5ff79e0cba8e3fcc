package dev.realtime.examples.clients;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.sse.InboundSseEvent;
import jakarta.ws.rs.sse.SseEventSource;
import java.util.concurrent.TimeUnit;

/** Jersey's client of Jakarta RESTful Web Services. */
class JerseySseIT extends ClientContract {
    @Override
    AutoCloseable follow(String url, Recorder recorder) {
        Client client = ClientBuilder.newClient();
        SseEventSource source = SseEventSource.target(client.target(url)).build();
        source.register(
                event -> receive(event, recorder),
                failure -> recorder.end("failed: " + failure),
                () -> recorder.note("completed"));
        source.open();
        return () -> {
            source.close(0, TimeUnit.SECONDS); // else it waits for the stream to say something
            client.close();
        };
    }

    private static void receive(InboundSseEvent event, Recorder recorder) {
        if (event.isReconnectDelaySet() && event.readData().isEmpty()) {
            return; // a block of nothing but "retry:", which the standard lets no listener see
        }
        recorder.add(
                new Received(event.getName() == null ? "message" : event.getName(), event.readData(), event.getId()));
    }
}
