package dev.realtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One timer that looks after many connections: heartbeats, waits and deadlines cost none of them a timer of its own.
 * Safe for use by several threads.
 *
 * @param <T> what is looked after
 */
public final class Watch<T extends Watch.Watched> {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration TICK = Duration.ofMillis(250);

    private static final Duration STEP = Duration.ofMillis(5);

    private final Notifier notifier;
    private final Set<T> watched = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count =
            new AtomicInteger(); // the set's own isEmpty() adds up parts that change meanwhile
    private final AtomicBoolean ticking = new AtomicBoolean();

    /** Something that time matters to. */
    @FunctionalInterface
    public interface Watched {
        /** Called about four times a second, on the notifier's timer: must not block. */
        void tick(long now);
    }

    /** Takes its time from this notifier. */
    public Watch(Notifier notifier) {
        this.notifier = notifier;
    }

    public void add(T one) {
        if (watched.add(one)) {
            count.incrementAndGet();
        }
        tickLater();
    }

    public void remove(T one) {
        if (watched.remove(one)) {
            count.decrementAndGet();
        }
    }

    /** Those that are looked after now; may change meanwhile. */
    public Iterable<T> all() {
        return watched;
    }

    /**
     * Waits until none is looked after any more, or the time is over: for who closes, and has told them. By the wall, not by the
     * notifier's ticker.
     */
    public void awaitNone(Duration within) {
        long begun = System.nanoTime();
        while (count.get() > 0 && System.nanoTime() - begun < within.toNanos()) {
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private void tickLater() {
        if (count.get() > 0 && ticking.compareAndSet(false, true)) {
            notifier.scheduler().schedule(this::tick, TICK);
        }
    }

    private void tick() {
        long now = notifier.ticker().nanos();
        for (T one : watched) {
            try {
                one.tick(now);
            } catch (RuntimeException | Error e) {
                LOG.error("A connection could not be looked after", e);
            }
        }
        ticking.set(false);
        tickLater();
    }
}
