package dev.realtime.testkit;

import dev.realtime.Notifier;
import dev.realtime.event.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** Several threads that publish to one topic, never far ahead of the client that takes what they publish. */
final class Publishers implements AutoCloseable {
    private static final int THREADS = 3;
    private static final int AHEAD = 200;

    private final Semaphore permits = new Semaphore(AHEAD);
    private final List<CompletableFuture<Void>> running;
    private volatile boolean ended;

    /** Begin to publish, and enter it in these ledgers. */
    Publishers(Notifier notifier, String topic, List<DeliveryLedger> ledgers) {
        running = IntStream.range(0, THREADS)
                .mapToObj(thread -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; !ended; i++) {
                                Event event = notifier.publish(topic, List.of(thread, i));
                                ledgers.forEach(ledger -> ledger.published(event));
                                permits.acquireUninterruptibly();
                            }
                        },
                        Publishers::start))
                .toList();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "testkit-publisher");
        thread.setDaemon(true);
        thread.start();
    }

    /** The client has taken one more. */
    void taken(DeliveryLedger ledger, Received item) {
        ledger.received(item);
        if (item instanceof Received.Event) {
            permits.release();
        }
    }

    /** Go on from now: what was before is no client's to take. */
    void catchUp() {
        goAhead(AHEAD);
    }

    /** As {@link #catchUp}, for so many events. */
    void goAhead(int events) {
        permits.drainPermits();
        permits.release(events);
    }

    /** Ends the publishing; when this returns, the ledgers have all of it. */
    @Override
    public void close() {
        ended = true;
        permits.release(THREADS);
        running.forEach(CompletableFuture::join);
    }
}
