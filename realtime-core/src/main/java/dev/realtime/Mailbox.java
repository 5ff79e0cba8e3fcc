package dev.realtime;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be told to the notifier's listener: in order, one at a time, by one thread of an executor. So a listener that
 * hangs holds that thread and nobody who has something to tell. Safe for use by several threads.
 *
 * <p>What waits is bounded by its bytes; beyond that what is new is let go of and counted, and the listener is told how
 * many there were once it has come back.
 */
final class Mailbox implements Runnable {
    static final long MAX_BYTES = 16 << 20;

    /** What a notice takes beside the payloads it holds. */
    static final int NOTICE_BYTES = 256;

    static final Duration RETRY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final NotifierListener listener;
    private final Executor executor;
    private final Scheduler scheduler;

    private final Queue<Notice> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean later = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean ending;
    private volatile @Nullable Thread teller;

    private record Notice(Consumer<NotifierListener> what, long bytes) {}

    Mailbox(NotifierListener listener, Executor executor, Scheduler scheduler) {
        this.listener = listener;
        this.executor = executor;
        this.scheduler = scheduler;
    }

    /** @param payloads the bytes of the payloads that {@code what} holds */
    void put(Consumer<NotifierListener> what, long payloads) {
        long size = NOTICE_BYTES + payloads;
        if (bytes.addAndGet(size) <= MAX_BYTES) {
            waiting.add(new Notice(what, size));
        } else {
            bytes.addAndGet(-size);
            missed.incrementAndGet();
        }
        wake();
    }

    private void wake() {
        if (!running.get() && running.compareAndSet(false, true)) {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException full) {
                running.set(false);
                if (!ending && later.compareAndSet(false, true)) {
                    scheduler.schedule(this::wakeAgain, RETRY);
                }
            }
        }
    }

    private void wakeAgain() {
        later.set(false);
        wake();
    }

    @Override
    public void run() {
        do {
            teller = Thread.currentThread();
            for (Notice notice = waiting.poll(); notice != null; notice = waiting.poll()) {
                bytes.addAndGet(-notice.bytes);
                tell(notice.what);
                tellOfMissed();
            }
            tellOfMissed();
            teller = null;
            running.set(false);
            // What came before that was seen has woken nobody.
        } while ((!waiting.isEmpty() || missed.get() > 0) && running.compareAndSet(false, true));
    }

    private void tellOfMissed() {
        if (missed.get() > 0) {
            long count = missed.getAndSet(0);
            tell(told -> told.missed(count));
        }
    }

    private void tell(Consumer<NotifierListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.warn("The notifier's listener failed", e);
        }
    }

    /** No timer is set any more for an executor that takes nothing. */
    void end() {
        ending = true;
        waiting.add(new Notice(told -> ended.countDown(), 0));
        wake();
    }

    void awaitEnd(long deadline) throws InterruptedException {
        if (teller != Thread.currentThread()) {
            ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
