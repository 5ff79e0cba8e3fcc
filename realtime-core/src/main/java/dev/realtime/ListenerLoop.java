package dev.realtime;

import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.log.Gap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a subscription and tells a listener in this JVM, on an executor, one call at a time. */
final class ListenerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerLoop.class);
    private static final int BATCH = 256;

    private final Subscription subscription;
    private final EventListener listener;
    private final Turns turns;

    ListenerLoop(Notifier notifier, Subscription subscription, EventListener listener) {
        this.subscription = subscription;
        this.listener = listener;
        this.turns = new Turns(notifier, subscription, this::turn);
    }

    void begin() {
        turns.ask();
    }

    private void turn() {
        while (subscription.closed() == null) {
            Batch batch = subscription.next(BATCH);
            if (batch.isEmpty()) {
                subscription.onAvailable(turns::ask);
                return;
            }
            tell(batch);
        }
    }

    private void tell(Batch batch) {
        Gap gap = batch.gap();
        if (gap != null) {
            guard(() -> listener.onGap(gap));
        }
        for (Event event : batch.events()) {
            if (subscription.closed() != null) {
                return;
            }
            guard(() -> listener.onEvent(event));
        }
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A listener of {} failed", subscription.topics(), e);
        }
    }
}
