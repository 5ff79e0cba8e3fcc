package dev.realtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A notifier's gentle end: its timers, and word of when it is over. Safe for use by several threads. */
final class Drain {
    private final NotifierThreads threads;
    private final Admissions admissions;
    private final Runnable close;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final List<Scheduler.Scheduled> timers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

    /** @param close what comes at the end; it may run more than once */
    Drain(NotifierThreads threads, Admissions admissions, Runnable close) {
        this.threads = threads;
        this.admissions = admissions;
        this.close = close;
    }

    void begin(Duration within) {
        if (within.isNegative()) {
            throw new IllegalArgumentException("within must be zero or more: " + within);
        }
        if (begun.compareAndSet(false, true) && !over.isDone()) {
            timers.add(threads.scheduler().schedule(this::closeElsewhere, within));
            timers.addAll(admissions.drain(within, threads.scheduler(), this::closeElsewhere));
            if (over.isDone()) { // by another thread, which may have missed these
                timers.forEach(Scheduler.Scheduled::cancel);
            }
        }
    }

    /** Not on this thread, which may hold what closing waits for. */
    private void closeElsewhere() {
        if (!over.isDone()) {
            try {
                threads.executor().execute(close);
            } catch (RejectedExecutionException none) {
                close.run();
            }
        }
    }

    /** The notifier is closed. */
    void end() {
        over.complete(null);
        timers.forEach(Scheduler.Scheduled::cancel);
    }

    CompletionStage<@Nullable Void> over() {
        return over.minimalCompletionStage();
    }
}
