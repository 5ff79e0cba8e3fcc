package dev.realtime.servlet;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * A lock that cannot be taken twice by one thread. It knows its holder by number: a {@link java.util.concurrent.locks.ReentrantLock}
 * stores a reference to the thread each time, which costs the collector something for each, and there is one for each delivery to
 * each client. Safe for use by several threads.
 */
final class Mutex extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;
    private static final int FREE = 0;
    private static final int TAKEN = 1;
    private static final long NOBODY = -1;

    private transient volatile long holder = NOBODY;

    void lock() {
        acquire(TAKEN);
    }

    boolean tryLock() {
        return tryAcquire(TAKEN);
    }

    void unlock() {
        release(FREE);
    }

    boolean isHeldByCurrentThread() {
        return holder == Thread.currentThread().getId();
    }

    @Override
    protected boolean tryAcquire(int taken) {
        boolean acquired = compareAndSetState(FREE, taken);
        if (acquired) {
            holder = Thread.currentThread().getId();
        }
        return acquired;
    }

    @Override
    protected boolean tryRelease(int free) {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("held by another thread, or by none");
        }
        holder = NOBODY;
        setState(free);
        return true;
    }
}
