package dev.realtime;

import dev.realtime.log.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of an executor: so many tasks at once, the others after them in their order. So tasks that hang hold this part
 * and leave the rest to others. Safe for use by several threads.
 *
 * <p>A lane all of whose tasks hang takes no more. Where the executor refuses a thread, what the lane has taken already, and now has perhaps
 * nobody who runs it, asks for one again {@link #AGAIN} later.
 */
final class Lane implements Executor {
    /** How soon the executor is asked again for who was promised a thread, and may have none. */
    static final Duration AGAIN = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Executor executor;
    private final int width;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final long patience;
    // Guarded by this.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private long lastBegun;
    private boolean askingAgain;

    /** All its tasks hang: there is no telling when it takes another. */
    static final class StuckException extends RejectedExecutionException {
        private static final long serialVersionUID = 1;
    }

    /** Whose tasks may take as long as they like. */
    Lane(Executor executor, int width, Scheduler scheduler) {
        this(executor, width, scheduler, () -> 0, Duration.ofNanos(Long.MAX_VALUE));
    }

    /** @param patience a task hangs that takes longer */
    Lane(Executor executor, int width, Scheduler scheduler, Ticker ticker, Duration patience) {
        this.executor = executor;
        this.width = width;
        this.scheduler = scheduler;
        this.ticker = ticker;
        this.patience = patience.toNanos();
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (running == width && ticker.nanos() - lastBegun >= patience) {
                throw new StuckException();
            }
            waiting.add(task);
            if (running == width) {
                return;
            }
            running++;
            lastBegun = ticker.nanos();
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException full) {
            boolean refused;
            synchronized (this) {
                running--;
                refused = waiting.remove(task); // or another has it
            }
            askAgainLater();
            if (refused) {
                throw full;
            }
        }
    }

    /** For what has been taken meanwhile: by those who run, who may all have been refused, or hang. */
    private void askAgainLater() {
        synchronized (this) {
            if (waiting.isEmpty() || askingAgain) {
                return;
            }
            askingAgain = true;
        }
        scheduler.schedule(this::askAgain, AGAIN);
    }

    private void askAgain() {
        synchronized (this) {
            askingAgain = false;
            if (waiting.isEmpty() || running == width) {
                return;
            }
            running++;
            lastBegun = ticker.nanos();
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException stillFull) {
            synchronized (this) {
                running--;
            }
            askAgainLater();
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A task failed", e);
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = waiting.poll();
        if (task == null) {
            running--;
        } else {
            lastBegun = ticker.nanos();
        }
        return task;
    }
}
