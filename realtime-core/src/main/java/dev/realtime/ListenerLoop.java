package dev.realtime;

import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.log.Gap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a subscription and tells a listener in this JVM, on an executor, one call at a time. */
final class ListenerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerLoop.class);
    private static final int BATCH = 256;

    private final Subscription subscription;
    private final EventListener listener;
    private final Executor executor;
    private final Trampoline turns = new Trampoline(this::turn);

    ListenerLoop(Subscription subscription, EventListener listener, Executor executor) {
        this.subscription = subscription;
        this.listener = listener;
        this.executor = executor;
    }

    void begin() {
        try {
            executor.execute(turns);
        } catch (RejectedExecutionException closing) {
            LOG.debug("The executor takes no more; {} is not read further", subscription.topics());
        }
    }

    private void turn() {
        while (subscription.closed() == null) {
            Batch batch = subscription.next(BATCH);
            if (batch.isEmpty()) {
                subscription.onAvailable(this::begin);
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
