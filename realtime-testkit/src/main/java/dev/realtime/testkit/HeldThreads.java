package dev.realtime.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The threads of an executor, held: what it is given meanwhile waits until the test lets them go. For one thread at a time.
 */
public final class HeldThreads implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Executor executor;
    private final int threads;
    private final CountDownLatch hold = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * Holds all of them, and returns when it does.
     *
     * @param threads how many the executor has
     */
    public HeldThreads(Executor executor, int threads) throws InterruptedException {
        this.executor = executor;
        this.threads = threads;
        CountDownLatch held = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                held.countDown();
                await(hold);
            });
        }
        if (!held.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            close();
            throw new AssertionError("the executor has fewer threads than " + threads);
        }
    }

    /** Lets one thread go, if none is yet, and returns what is seen when it has done what the executor has been given by now. */
    public <T> T afterOne(Supplier<T> look) throws InterruptedException {
        if (hold.getCount() > 0) {
            for (int i = 1; i < threads; i++) {
                executor.execute(() -> await(end));
            }
        }
        CompletableFuture<T> seen = CompletableFuture.supplyAsync(look, executor);
        hold.countDown();
        try {
            return seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets all of them go. */
    @Override
    public void close() {
        hold.countDown();
        end.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
