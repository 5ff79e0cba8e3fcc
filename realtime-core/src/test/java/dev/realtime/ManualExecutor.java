package dev.realtime;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Keeps what it is given until a test runs it, on the test's thread; but a notifier's listener is told at once. */
final class ManualExecutor implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException();
        }
        if (task instanceof Mailbox) {
            task.run();
        } else {
            tasks.add(task);
        }
    }

    void close() {
        closed = true;
    }

    void reopen() {
        closed = false;
    }

    /** Waits for the next task and runs it. */
    void runNext() throws InterruptedException {
        Runnable task = tasks.poll(10, TimeUnit.SECONDS);
        if (task == null) {
            throw new AssertionError("nothing to run came");
        }
        task.run();
    }

    /** Runs what is there. */
    void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    int size() {
        return tasks.size();
    }
}
