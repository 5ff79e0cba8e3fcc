package dev.realtime.log;

import dev.realtime.event.Event;

/** Is told of each event as it enters a log. */
@FunctionalInterface
public interface Follower {
    /**
     * An event is in the log: {@link EventLog#head} is at or after it. Called in order, by one thread at a time, which
     * may hold a lock of the log: must return at once and must not throw.
     */
    void appended(Event event);

    /**
     * What may be read has changed otherwise: the log was replaced, or has lost events. Every reader should look again.
     * Called as {@link #appended} is. Does nothing by default.
     */
    default void changed() {}
}
