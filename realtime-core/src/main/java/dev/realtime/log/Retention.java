package dev.realtime.log;

import java.time.Duration;

/**
 * How long the events of one topic are kept: until there are more than {@code maxEvents} of them, they are older than
 * {@code maxAge}, or they hold more than {@code maxBytes}; the newest event yields to age alone. Immutable.
 *
 * @param latestOnly the topic is a value, not a history: it keeps the newest event, and what that superseded is no gap
 */
public record Retention(int maxEvents, Duration maxAge, long maxBytes, boolean latestOnly) {
    /** 1,000 events, 10 minutes, 64 MiB. */
    public static final Retention DEFAULT = new Retention(1_000, Duration.ofMinutes(10), 64L << 20, false);

    public Retention {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("maxEvents must be 1 or more: " + maxEvents);
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("maxAge must be positive: " + maxAge);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be 1 or more: " + maxBytes);
        }
        if (latestOnly && maxEvents != 1) {
            throw new IllegalArgumentException("a topic that keeps its latest value keeps 1 event: " + maxEvents);
        }
    }

    /** The newest event of the topic, for as long as {@code maxAge}: a value rather than a history. */
    public static Retention latestOnly(Duration maxAge) {
        return new Retention(1, maxAge, DEFAULT.maxBytes, true);
    }

    public Retention withMaxEvents(int events) {
        return new Retention(events, maxAge, maxBytes, latestOnly);
    }

    public Retention withMaxAge(Duration age) {
        return new Retention(maxEvents, age, maxBytes, latestOnly);
    }

    public Retention withMaxBytes(long bytes) {
        return new Retention(maxEvents, maxAge, bytes, latestOnly);
    }
}
