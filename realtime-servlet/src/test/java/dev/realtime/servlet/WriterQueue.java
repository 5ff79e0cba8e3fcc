package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A writer whose work is done on the test's thread, when the test asks for it. */
final class WriterQueue implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile boolean atOnce;

    @Override
    public void execute(Runnable task) {
        if (atOnce) {
            task.run();
        } else {
            tasks.add(task);
        }
    }

    /** From now on tasks are run by who brings them: for the end, which waits for what is still to be written. */
    void runAtOnce() {
        atOnce = true;
        runAll();
    }

    /** Runs the next task, which another thread may be about to bring. */
    void runNext() {
        try {
            Runnable task = tasks.poll(20, TimeUnit.SECONDS);
            assertThat(task).as("a turn to write").isNotNull();
            task.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs what is there, and what that brings. */
    void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Runs tasks, waiting for each, until it is so: a wake-up may be for nothing. */
    void runUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            runNext();
        }
    }
}
