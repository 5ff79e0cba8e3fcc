package dev.realtime;

import dev.realtime.event.Topic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that wakes its own share of the armed subscriptions.
 *
 * <p>Its recent topics are those that one of its subscriptions may wait for. It has a place among them, goes through what
 * came after it, and parks when there is nothing. Publishes that come while it works are gone through together, and a
 * subscription that is not armed costs it one look: batching grows with load by itself.
 */
final class Dispatcher implements Runnable {
    private static final int RECENT_TOPICS = 4_096;

    private final RecentTopics recent;
    private final Runnable linger;
    private final SubscriptionIndex index = new SubscriptionIndex();
    private final Thread thread;
    private long done; // only the thread, once it runs; not set by it, which may begin after events have come
    private volatile boolean parked;
    private volatile boolean closed;

    /**
     * A dispatcher that is not running.
     *
     * @param linger how long it waits before it wakes anyone, so that what comes meanwhile is read together
     */
    Dispatcher(String name, Duration linger) {
        this(name, new RecentTopics(RECENT_TOPICS, 0), linger.isZero() ? () -> {} : () -> pause(linger.toNanos()));
    }

    /** With its own recent topics, which nobody else writes to, and something that waits. */
    Dispatcher(String name, RecentTopics recent, Runnable linger) {
        this.recent = recent;
        this.linger = linger;
        this.done = recent.last();
        this.thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    SubscriptionIndex index() {
        return index;
    }

    /**
     * Says that an event of this topic is in the log; for one thread at a time. Costs a look where nobody waits for the
     * topic. Who begins to wait meanwhile looks into the log after it has entered the index.
     */
    void appended(Topic topic) {
        if (index.mayConcern(topic)) {
            recent.add(recent.last() + 1, topic);
            if (parked) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Says that every subscription should look; for the same thread as {@link #appended}. */
    void changed() {
        recent.add(recent.last() + 1, null);
        LockSupport.unpark(thread);
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /**
     * Waits for the thread to end after {@link #close}, unless it is the one that asks.
     *
     * @param deadline by {@link System#nanoTime}
     */
    void awaitEnd(long deadline) throws InterruptedException {
        if (Thread.currentThread() != thread) {
            TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        }
    }

    @Override
    public void run() {
        while (!closed) {
            long last = recent.last();
            if (last == done) {
                parked = true;
                if (recent.last() == done && !closed) { // what came before "parked" was seen has woken nobody
                    LockSupport.park(this);
                }
                parked = false;
            } else {
                linger.run();
                last = recent.last();
                dispatch(done + 1, last);
                done = last;
            }
        }
    }

    private static void pause(long nanos) {
        long begun = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begun)) {
            LockSupport.parkNanos(left); // may end at once: a publisher may have woken us twice
        }
    }

    private void dispatch(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            Topic topic = recent.get(sequence);
            if (topic == null) {
                index.findAll(Subscription::signal);
                return;
            }
            index.find(topic, Subscription::signal);
        }
    }
}
