package dev.realtime;

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
 */
final class Lane implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Executor executor;
    private final int width;
    // Guarded by this.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    Lane(Executor executor, int width) {
        this.executor = executor;
        this.width = width;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (running == width) {
                return;
            }
            running++;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException full) {
            synchronized (this) {
                running--;
                if (!waiting.remove(task)) { // another has it
                    return;
                }
            }
            throw full;
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
        }
        return task;
    }
}
