package dev.realtime;

import dev.realtime.log.Batch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a subscription for a reactive subscriber, as fast as that asks (Reactive Streams, chapters 1 and 3). Signals are
 * serial, on the notifier's executor; closing the notifier completes the stream.
 */
final class FlowLoop implements Flow.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(FlowLoop.class);
    private static final int BATCH = 256;

    private final Subscription subscription;
    private final Flow.Subscriber<? super Batch> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final Turns turns;
    private volatile @Nullable IllegalArgumentException violation;
    private volatile boolean cancelled;
    private boolean begun; // with `ended`, only within a turn
    private boolean ended;

    private FlowLoop(Notifier notifier, Subscription subscription, Flow.Subscriber<? super Batch> subscriber) {
        this.subscription = subscription;
        this.subscriber = subscriber;
        this.turns = new Turns(notifier, subscription, this::turn);
    }

    static void begin(Notifier notifier, SubscriptionRequest request, Flow.Subscriber<? super Batch> subscriber) {
        java.util.Objects.requireNonNull(subscriber); // rule 1.9
        Subscription subscription;
        try {
            subscription = notifier.subscribe(request);
        } catch (RefusedException refused) {
            subscriber.onSubscribe(new Nothing());
            subscriber.onError(refused);
            return;
        }
        FlowLoop loop = new FlowLoop(notifier, subscription, subscriber);
        subscription.whenClosed(loop.turns::ask); // a subscriber that asks for nothing is to hear of the end, too
        loop.turns.ask();
    }

    @Override
    public void request(long n) {
        if (n < 1) { // rule 3.9
            violation = new IllegalArgumentException("request must be 1 or more (Reactive Streams 3.9): " + n);
        } else {
            demand.accumulateAndGet(n, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b); // rule 3.17
        }
        turns.ask();
    }

    @Override
    public void cancel() {
        cancelled = true;
        subscription.close();
    }

    private void turn() {
        try {
            signal();
        } catch (RuntimeException | Error e) { // rule 2.13: then it counts as cancelled
            LOG.error("A subscriber to {} failed", subscription.topics(), e);
            cancelled = true;
            subscription.close(CloseReason.FAILED);
        }
    }

    private void signal() {
        if (!begun) {
            begun = true;
            subscriber.onSubscribe(this);
        }
        while (!ended && !cancelled) {
            if (violation != null) {
                ended = true;
                subscription.close();
                subscriber.onError(violation);
            } else if (subscription.closed() != null) {
                ended = true;
                subscriber.onComplete();
            } else if (demand.get() == 0) {
                return;
            } else {
                Batch batch = subscription.next(BATCH);
                if (batch.isEmpty()) {
                    subscription.onAvailable(turns::ask);
                    return;
                }
                demand.updateAndGet(n -> n == Long.MAX_VALUE ? n : n - 1);
                subscriber.onNext(batch);
            }
        }
    }

    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
