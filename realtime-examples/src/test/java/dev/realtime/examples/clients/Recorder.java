package dev.realtime.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What one client has reported, in its order. Filled by the client's threads, read by the test's. */
public final class Recorder {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final Received NO_MORE = new Received("(no more)", "", "");

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();

    public void add(Received event) {
        received.add(event);
    }

    /** Keeps what else the client says, for the message of a failure. */
    public void note(String note) {
        notes.add(note);
    }

    /** What else the client has said so far. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The client has given up: whoever waits for more need not. */
    public void end(String why) {
        note(why);
        received.add(NO_MORE);
    }

    /** Waits for the heartbeat that a stream begins with. */
    public void awaitOpening() throws InterruptedException {
        Received first = next();
        assertThat(first.type()).as("the first event of the stream, %s", first).isEqualTo(Received.HEARTBEAT);
        assertThat(first.data()).isEqualTo("{}");
    }

    /** The next event, a heartbeat too. */
    public Received next() throws InterruptedException {
        return take(List.of(), PATIENCE_NANOS);
    }

    /** All events up to this one, heartbeats left out. */
    public List<Received> until(Received last) throws InterruptedException {
        List<Received> events = new ArrayList<>();
        long newsAt = System.nanoTime(); // heartbeats, which go on for ever, are none
        while (events.isEmpty() || !events.get(events.size() - 1).equals(last)) {
            Received next = take(events, newsAt + PATIENCE_NANOS - System.nanoTime());
            if (!next.isHeartbeat()) {
                events.add(next);
                newsAt = System.nanoTime();
            }
        }
        return events;
    }

    private Received take(List<Received> before, long nanos) throws InterruptedException {
        Received next = received.poll(nanos, TimeUnit.NANOSECONDS);
        if (next == null || next == NO_MORE) {
            throw new AssertionError(
                    "nothing more came after %d events %s; the client said %s".formatted(before.size(), before, notes));
        }
        return next;
    }
}
