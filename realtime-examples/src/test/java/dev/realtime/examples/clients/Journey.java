package dev.realtime.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** This library's own client on its way from transport to transport, while events are published to it at a steady pace. */
public final class Journey implements AutoCloseable {
    public static final String ALL = "websocket,sse,long-poll,poll";

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int MORE = 200;

    private final Shop shop;
    private final Recorder seen = new Recorder();
    private final NodeClient client;
    private final List<Received> published = new ArrayList<>();

    /** Begins with the first of these transports that works; the client's time runs so many times faster. */
    public Journey(Shop shop, String url, String transports, int speed) throws IOException, InterruptedException {
        this.shop = shop;
        client = NodeClient.followRealtime(transports, url, speed, seen);
        seen.awaitOpening();
    }

    /** What the script of the client takes. */
    void tell(String command) throws IOException {
        client.tell(command);
    }

    /** Publishes until the client is at this transport, and somewhat more. */
    public void goOnTo(String transport) {
        goOnTo(transport, count -> {});
    }

    /** As {@link #goOnTo(String)}, with something done after each event, of which the count is given. */
    void goOnTo(String transport, IntConsumer each) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        for (int more = MORE; more > 0; more -= isAt(transport) ? 1 : 0) {
            assertThat(System.nanoTime())
                    .as("%s not reached: %s", transport, seen.notes())
                    .isLessThan(deadline);
            publish();
            each.accept(published.size());
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private boolean isAt(String transport) {
        List<String> notes = seen.notes();
        return notes.get(notes.size() - 1).equals("open by " + transport);
    }

    /** Publishes one event. */
    public void publish() {
        published.add(shop.publish(published.size() % 3 == 0 ? "shipped" : "message", published.size()));
    }

    /** Waits until the last event has come, and asserts that each has, once and in order, and no gap. */
    public void assertExact() throws InterruptedException {
        assertThat(seen.until(published.get(published.size() - 1))).isEqualTo(published);
    }

    /** What the client has said of its ways so far, such as {@code open by sse}. */
    public List<String> notes() {
        return seen.notes();
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
    }
}
