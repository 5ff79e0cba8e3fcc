package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that does no harm, and counts along with the server: each number once, in order, without a gap. */
final class Bystander implements AutoCloseable {
    private final RawSocket socket;
    private final CompletableFuture<Void> counted = new CompletableFuture<>();
    private long next;
    private long until = Long.MAX_VALUE;

    Bystander(int port) throws IOException {
        socket = RawSocket.open(port, "topic=count");
        Thread thread = new Thread(this::count, "bystander");
        thread.setDaemon(true);
        thread.start();
    }

    private void count() {
        try {
            while (true) {
                JsonNode batch = socket.json();
                assertThat(batch.has("gap")).isFalse();
                for (JsonNode event : batch.get("events")) {
                    synchronized (this) {
                        assertThat(event.get("data").asLong()).isEqualTo(next++);
                    }
                }
                completeIfDone();
            }
        } catch (Throwable e) {
            counted.completeExceptionally(e);
        }
    }

    private synchronized void completeIfDone() {
        if (next == until) {
            counted.complete(null);
        }
    }

    /** Waits until all that was published has come. */
    void awaitAll(long published) throws Exception {
        synchronized (this) {
            until = published;
            completeIfDone();
        }
        counted.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
