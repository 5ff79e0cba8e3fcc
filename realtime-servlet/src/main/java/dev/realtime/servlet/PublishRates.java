package dev.realtime.servlet;

import dev.realtime.Client;
import dev.realtime.log.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast each login, or address of who is not logged in, publishes: so many events a second, of which those of one second
 * may come at once. Keeps nothing of who has published nothing for a second. Safe for use by several threads.
 */
final class PublishRates {
    private static final long BURST = TimeUnit.SECONDS.toNanos(1);

    private final long each;
    private final Ticker ticker;
    // When the next one of each would come if all came evenly.
    private final Map<String, Long> due = new ConcurrentHashMap<>();
    private final AtomicLong swept;

    PublishRates(int perSecond, Ticker ticker) {
        this.each = BURST / perSecond;
        this.ticker = ticker;
        this.swept = new AtomicLong(ticker.nanos());
    }

    /** Whether one more now is within the client's rate; counts it if so. */
    boolean admits(Client client) {
        boolean[] admitted = new boolean[1];
        due.compute(key(client), (same, before) -> {
            long now = ticker.nanos(); // not before: who is held up meanwhile is not too fast for those who overtake
            long next = before == null || before - now < 0 ? now : before;
            admitted[0] = next + each - now <= BURST;
            return admitted[0] ? next + each : next;
        });
        sweep(ticker.nanos());
        return admitted[0];
    }

    private static String key(Client client) {
        return client.principal() != null ? "login " + client.principal() : "address " + client.remoteAddress();
    }

    private void sweep(long now) {
        long last = swept.get();
        if (now - last >= BURST && swept.compareAndSet(last, now)) {
            due.values().removeIf(next -> next - now <= 0);
        }
    }

    /** Of how many clients something is kept. */
    int size() {
        return due.size();
    }
}
