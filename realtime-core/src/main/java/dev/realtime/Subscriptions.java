package dev.realtime;

import dev.realtime.log.InMemoryEventLog;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The open subscriptions of a notifier, shared out among its dispatchers. Safe for use by several threads. */
final class Subscriptions {
    private final Notifier notifier;
    private final InMemoryEventLog log;
    private final List<Dispatcher> dispatchers;
    private final int most;

    private final AtomicInteger nextDispatcher = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();

    Subscriptions(Notifier notifier, InMemoryEventLog log, List<Dispatcher> dispatchers, int most) {
        this.notifier = notifier;
        this.log = log;
        this.dispatchers = dispatchers;
        this.most = most;
    }

    /** @throws RefusedException where there are too many */
    Subscription open(@Nullable Client client, SubscriptionRequest request) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw notifier.overLimit(
                    client,
                    RefusedException.Code.TOO_MANY,
                    "maxSubscriptions",
                    "there are " + most + " subscriptions, the most allowed");
        }
        int index = Math.floorMod(nextDispatcher.getAndIncrement(), dispatchers.size());
        Subscription subscription = new Subscription(
                notifier,
                log,
                dispatchers.get(index),
                client,
                request.topics(),
                log.locate(request.topics(), request.from()));
        open.add(subscription);
        return subscription;
    }

    void ended(Subscription subscription) {
        open.remove(subscription);
        count.decrementAndGet();
    }

    Set<Subscription> all() {
        return open;
    }

    int count() {
        return count.get();
    }
}
