package dev.realtime.redis;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does what it is given, in order, now or later. Safe for use by several threads.
 */
final class Loop implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final ScheduledThreadPoolExecutor executor;

    Loop(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> thread(task, name));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** @throws RejectedExecutionException where it is closed */
    @Override
    public void execute(Runnable task) {
        schedule(task, Duration.ZERO);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what a task throws is told by itself
    private void schedule(Runnable task, Duration delay) {
        executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** As {@link #execute}, unless it is closed: then it does nothing. */
    void soon(Runnable task) {
        later(task, Duration.ZERO);
    }

    /** Does it so much later, unless it is closed by then. */
    void later(Runnable task, Duration delay) {
        try {
            schedule(task, delay);
        } catch (RejectedExecutionException closed) {
            LOG.trace("Closed before it was done", closed);
        }
    }

    void every(Duration period, Runnable task) {
        later(
                () -> {
                    run(task);
                    every(period, task);
                },
                period);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A step of the log in Redis has failed", e);
        }
    }

    /** Whether the thread has ended within this time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends it with this; what was to be done after it is not. */
    void close(Runnable last) {
        execute(() -> {
            run(last);
            executor.shutdown();
        });
    }
}
