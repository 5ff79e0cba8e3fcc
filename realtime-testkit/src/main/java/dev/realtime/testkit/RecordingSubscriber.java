package dev.realtime.testkit;

import dev.realtime.EventListener;
import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.log.Gap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Code in this JVM that keeps what it is told, as a listener or as a reactive subscriber that asks for everything. Safe for
 * use by several threads.
 */
public final class RecordingSubscriber implements EventListener, Flow.Subscriber<Batch> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Received> news = new ArrayList<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean complete;

    /** Has been told of nothing yet. */
    public RecordingSubscriber() {}

    @Override
    public void onEvent(Event event) {
        add(Received.Event.of(event));
    }

    @Override
    public void onGap(Gap gap) {
        add(Received.Gap.of(gap));
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Batch batch) {
        if (batch.gap() != null) {
            onGap(batch.gap());
        }
        batch.events().forEach(this::onEvent);
    }

    @Override
    public synchronized void onError(Throwable why) {
        failure = why;
        notifyAll();
    }

    @Override
    public synchronized void onComplete() {
        complete = true;
        notifyAll();
    }

    private synchronized void add(Received item) {
        news.add(item);
        notifyAll();
    }

    /** The events and gaps so far, in their order. */
    public synchronized List<Received> news() {
        return List.copyOf(news);
    }

    /** Whether a reactive stream has come to its proper end. */
    public synchronized boolean isComplete() {
        return complete;
    }

    /** What a reactive stream ended with, or null. */
    public synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** Ends a reactive stream; does nothing where this is a listener. */
    public synchronized void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Waits until it has been told of so many events and gaps, 20 s at most, and returns all it has. */
    public synchronized List<Received> await(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos(); news.size() < count; left = end - System.nanoTime()) {
            if (left <= 0 || complete || failure != null) {
                throw new AssertionError("told of %d things, not of %d, and then %s: %s"
                        .formatted(news.size(), count, complete ? "of the end" : failure, news));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return news();
    }
}
