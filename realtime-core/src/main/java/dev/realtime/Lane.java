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
 * <p>A lane all of whose tasks hang takes no more. What it has taken is run: by a thread that was refused by the executor, where
 * that leaves nobody else to do it.
 */
final class Lane implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Executor executor;
    private final int width;
    private final Ticker ticker;
    private final long patience;
    // Guarded by this.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private long lastBegun;

    /** All its tasks hang: there is no telling when it takes another. */
    static final class StuckException extends RejectedExecutionException {
        private static final long serialVersionUID = 1;
    }

    /** Whose tasks may take as long as they like. */
    Lane(Executor executor, int width) {
        this(executor, width, () -> 0, Duration.ofNanos(Long.MAX_VALUE));
    }

    /** @param patience a task hangs that takes longer */
    Lane(Executor executor, int width, Ticker ticker, Duration patience) {
        this.executor = executor;
        this.width = width;
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
            boolean deserted;
            synchronized (this) {
                refused = waiting.remove(task); // or another has it
                deserted = running == 1 && !waiting.isEmpty(); // by all who were to run what has been taken meanwhile
                if (!deserted) {
                    running--;
                }
            }
            if (deserted) {
                work();
            }
            if (refused) {
                throw full;
            }
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
