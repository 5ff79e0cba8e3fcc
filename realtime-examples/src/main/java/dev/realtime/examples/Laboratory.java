package dev.realtime.examples;

import dev.realtime.Notifier;
import dev.realtime.Publication;
import dev.realtime.Scheduler.Scheduled;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the laboratory's columns follow: numbered events on a topic for each page, as many and as large as the page asks for. The
 * server publishes them and not the page, because a page's requests would take connections from the transports that it measures, and
 * the timers of a hidden tab hardly run. It stops when a page has not asked again for a while. Safe for use by several threads.
 */
final class Laboratory {
    static final int MAX_BENCHES = 8;
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Notifier notifier;
    private final Map<String, Bench> benches = new HashMap<>();

    Laboratory(Notifier notifier) {
        this.notifier = notifier;
    }

    /**
     * What a page asks for.
     *
     * @param bench the page's own name, the second segment of its topic
     * @param rate events a second
     * @param bytes the size of an event's data
     */
    record Wish(String bench, int rate, int bytes) {
        static final int MAX_RATE = 50;
        static final int MIN_BYTES = 32;
        static final int MAX_BYTES = 16 << 10;

        Wish {
            if (!bench.matches("[a-z0-9]{1,16}")) {
                throw new IllegalArgumentException("bench must be 1 to 16 of a-z and 0-9");
            }
            if (rate < 0 || rate > MAX_RATE) {
                throw new IllegalArgumentException("rate must be 0 to " + MAX_RATE + ": " + rate);
            }
            if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
                throw new IllegalArgumentException("bytes must be " + MIN_BYTES + " to " + MAX_BYTES + ": " + bytes);
            }
        }

        String topic() {
            return "lab/" + bench;
        }
    }

    /** There are as many pages as may be, and each has asked a moment ago. */
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FullException() {
            super("there are " + MAX_BENCHES + " pages already that this server publishes for");
        }
    }

    /** The data of an event: its number, from 1, and as much else as makes the size. */
    private record Tick(long n, String pad) {
        static Tick of(long n, int bytes) {
            int empty = "{'n':,'pad':''}".length() + String.valueOf(n).length();
            return new Tick(n, "x".repeat(bytes - empty));
        }
    }

    /**
     * Publishes so from now on, until this was not asked for a while.
     *
     * @return the number of the newest event
     * @throws FullException where there are too many pages already
     */
    synchronized long ask(Wish wish) {
        benches.values().removeIf(Bench::isForgotten);
        Bench bench = benches.get(wish.bench());
        if (bench == null) {
            if (benches.size() == MAX_BENCHES) {
                throw new FullException();
            }
            bench = new Bench();
            benches.put(wish.bench(), bench);
        }
        return bench.ask(wish);
    }

    private final class Bench {
        private @Nullable Wish wish;
        private @Nullable Scheduled next;
        private long askedAt;
        private long due;
        private long newest;

        synchronized long ask(Wish asked) {
            askedAt = notifier.ticker().nanos();
            boolean other = wish == null || wish.rate() != asked.rate();
            wish = asked;
            if (other || next == null) {
                if (next != null) {
                    next.cancel();
                }
                due = askedAt;
                next = asked.rate() == 0 ? null : schedule(asked.rate());
            }
            return newest;
        }

        synchronized boolean isForgotten() {
            return notifier.ticker().nanos() - askedAt > PATIENCE.toNanos();
        }

        private synchronized void publish() {
            if (wish == null || isForgotten()) {
                next = null;
                return;
            }
            newest++;
            notifier.publishAsync(
                    Publication.of(wish.topic(), Tick.of(newest, wish.bytes())).withType("tick"));
            next = schedule(wish.rate());
        }

        private Scheduled schedule(int rate) {
            long now = notifier.ticker().nanos();
            long period = Duration.ofSeconds(1).toNanos() / rate;
            // What a pause of the machine has held up is left out, not published at once.
            due = due + period - now > 0 ? due + period : now;
            return notifier.scheduler().schedule(this::publish, Duration.ofNanos(due - now));
        }
    }
}
