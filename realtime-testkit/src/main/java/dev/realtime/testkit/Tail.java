package dev.realtime.testkit;

import dev.realtime.event.Event;
import dev.realtime.log.EventLog;
import dev.realtime.log.Follower;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A follower that keeps what it is told, and what it was told too early. Thread-safe. */
final class Tail implements Follower, AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final EventLog log;
    private final List<Event> events = new ArrayList<>();
    private final List<Event> early = new ArrayList<>();
    private EventLog.@Nullable Following following;

    private Tail(EventLog log) {
        this.log = log;
    }

    /** Follows from now on. */
    static Tail of(EventLog log) {
        Tail tail = new Tail(log);
        tail.following = log.follow(tail);
        return tail;
    }

    @Override
    public void close() {
        if (following != null) {
            following.close();
        }
    }

    @Override
    public synchronized void appended(Event event) {
        events.add(event);
        if (log.head().sequence() < event.sequence()) {
            early.add(event);
        }
        notifyAll();
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** Events that {@link EventLog#head} did not have yet. */
    synchronized List<Event> early() {
        return List.copyOf(early);
    }

    /** Waits until it has been told of this event. */
    synchronized void await(Event event) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (long left = PATIENCE_NANOS; !events.contains(event); left = end - System.nanoTime()) {
            if (left <= 0) {
                throw new AssertionError("not told of " + event + " but of " + events);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
