package dev.realtime;

import dev.realtime.log.Ticker;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The executor and the scheduler of a notifier, its own where the application gave none, and threads for replays; ends only its own. */
final class NotifierThreads implements AutoCloseable {
    /** Before JDK 21; more than its parts add up to, so that what is in none of them goes on when all of them hang. */
    private static final int MAX_WORKERS = 96;

    private static final int IDLE_SECONDS = 10;

    /** How many calls of the access hook run on the executor at once: hooks that hang leave the rest to others. */
    private static final int MAX_ASKING = 32;

    /** Likewise of those that are asked again because rights have changed. */
    static final int MAX_RECHECKING = 16;

    /** How many listeners and reactive subscribers run at once on a pool that has an end. */
    static final int MAX_LISTENING = 32;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Executor executor;
    private final Lane asking;
    private final Lane rechecking;
    private final Executor listening;
    private final ExecutorService replaying;
    private final Scheduler scheduler;
    private final @Nullable ExecutorService ownExecutor;
    private final @Nullable ScheduledThreadPoolExecutor ownScheduler;

    NotifierThreads(@Nullable Executor givenExecutor, @Nullable Scheduler givenScheduler, Ticker ticker) {
        ownExecutor = givenExecutor == null ? workers() : null;
        executor = ownExecutor == null ? Objects.requireNonNull(givenExecutor) : ownExecutor;
        ownScheduler = givenScheduler == null ? timer() : null;
        scheduler = ownScheduler == null ? Objects.requireNonNull(givenScheduler) : schedulerOn(ownScheduler);
        asking = new Lane(executor, MAX_ASKING, scheduler, ticker, AccessGate.TIMEOUT);
        rechecking = new Lane(executor, MAX_RECHECKING, scheduler, ticker, AccessGate.TIMEOUT);
        listening = ownExecutor instanceof ThreadPoolExecutor ? new Lane(executor, MAX_LISTENING, scheduler) : executor;
        replaying = pool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), "realtime-replay-");
    }

    Executor executor() {
        return executor;
    }

    /** A part of the executor that calls the access hook for who must not wait for it. */
    Executor asking() {
        return asking;
    }

    /** A part of the executor that calls the access hook again when rights have changed. */
    Executor rechecking() {
        return rechecking;
    }

    /** Where the application's listeners and reactive subscribers run: a part of the executor where that has an end. */
    Executor listening() {
        return listening;
    }

    /** For replays whose writes never wait: half as many threads as processors. */
    Executor replaying() {
        return replaying;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Virtual threads where the JDK has them (21 and later), so that a container's blocking write holds none. */
    private ExecutorService workers() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException beforeJdk21) {
            return pool(MAX_WORKERS, "realtime-worker-");
        }
    }

    /** Of threads that begin when they are needed; its queue holds at most one task for each stream or listener. */
    private ThreadPoolExecutor pool(int most, String prefix) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(prefix));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("realtime-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    private static Scheduler schedulerOn(ScheduledThreadPoolExecutor timer) {
        return (task, delay) -> {
            try {
                ScheduledFuture<?> scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> scheduled.cancel(false);
            } catch (RejectedExecutionException closing) {
                return () -> {};
            }
        };
    }

    private ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
            threads.add(thread);
            return thread;
        };
    }

    /**
     * Waits for the threads to end after {@link #close}, but not for the one that asks.
     *
     * @param deadline by {@link System#nanoTime}
     */
    void awaitEnd(long deadline) throws InterruptedException {
        if (ownExecutor != null) { // of virtual threads it may be, which are not among ours
            ownExecutor.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
            }
        }
    }

    @Override
    public void close() {
        if (ownScheduler != null) {
            ownScheduler.shutdown();
        }
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
        replaying.shutdown();
    }
}
