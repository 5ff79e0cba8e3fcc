package dev.realtime;

import java.time.Duration;

/** Runs once a second what lets go of things past their time, until it is closed. */
final class Sweep implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final Runnable task;
    private volatile Scheduler.Scheduled next = () -> {};
    private volatile boolean closed;

    Sweep(Scheduler scheduler, Runnable task) {
        this.scheduler = scheduler;
        this.task = task;
    }

    void start() {
        next = scheduler.schedule(this::run, PERIOD);
    }

    private void run() {
        if (!closed) {
            task.run();
            start();
        }
    }

    @Override
    public void close() {
        closed = true;
        next.cancel();
    }
}
