package dev.realtime;

import dev.realtime.event.Event;
import dev.realtime.log.Follower;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The dispatchers of a notifier, among which its subscriptions are shared out. Safe for use by several threads. */
final class Dispatchers implements Follower, AutoCloseable {
    private final List<Dispatcher> all;
    private final AtomicInteger next = new AtomicInteger();

    /** Dispatchers that are not running. */
    Dispatchers(int count, Duration linger) {
        this.all = IntStream.range(0, count)
                .mapToObj(i -> new Dispatcher("realtime-dispatcher-" + i, linger))
                .toList();
    }

    void start() {
        all.forEach(Dispatcher::start);
    }

    /** The one whose turn it is to have one more subscription. */
    Dispatcher next() {
        return all.get(Math.floorMod(next.getAndIncrement(), all.size()));
    }

    @Override
    public void appended(Event event) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).appended(event.topic());
        }
    }

    @Override
    public void changed() {
        all.forEach(Dispatcher::changed);
    }

    @Override
    public void close() {
        all.forEach(Dispatcher::close);
    }

    /** As {@link Dispatcher#awaitEnd}, for all. */
    void awaitEnd(long deadline) throws InterruptedException {
        for (Dispatcher dispatcher : all) {
            dispatcher.awaitEnd(deadline);
        }
    }
}
