package dev.realtime;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task again and again, never twice at the same time and never inside itself.
 *
 * <p>Who calls {@link #run} while the task runs, on this thread or another, makes it run once more afterwards and
 * returns at once. So the task alone owns what it touches, and no call of it is lost. Safe for use by several threads.
 */
public final class Trampoline implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Trampoline.class);

    private static final AtomicIntegerFieldUpdater<Trampoline> CALLS =
            AtomicIntegerFieldUpdater.newUpdater(Trampoline.class, "calls"); // one object less for each connection

    private final Runnable task;

    @SuppressWarnings("UnusedVariable") // by CALLS alone
    private volatile int calls;

    public Trampoline(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        if (CALLS.getAndIncrement(this) != 0) {
            return;
        }
        int seen = 1;
        do {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A task failed", e); // and would bar every later call if it went further
            }
            seen = CALLS.addAndGet(this, -seen);
        } while (seen != 0);
    }
}
