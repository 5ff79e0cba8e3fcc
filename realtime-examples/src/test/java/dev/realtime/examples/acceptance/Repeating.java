package dev.realtime.examples.acceptance;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does something again and again at a steady pace, on a thread of its own, until it is closed or throws. */
final class Repeating implements AutoCloseable {
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "acceptance-publisher"));
    private final ScheduledFuture<?> future;

    private Repeating(Duration period, Runnable task) {
        future = executor.scheduleAtFixedRate(task, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    static Repeating every(Duration period, Runnable task) {
        return new Repeating(period, task);
    }

    /** Ends it, and fails where the task has failed. */
    @Override
    public void close() {
        future.cancel(false);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the repeated task does not end");
            }
            if (!future.isCancelled()) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("the repeated task failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
