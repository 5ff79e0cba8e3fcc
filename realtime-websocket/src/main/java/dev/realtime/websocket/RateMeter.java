package dev.realtime.websocket;

import java.util.concurrent.TimeUnit;

/**
 * Measures how fast messages come: so many a second, of which those of one second may come at once. For one thread at a
 * time.
 */
final class RateMeter {
    private static final long BURST = TimeUnit.SECONDS.toNanos(1);

    private final long each;
    private long due; // when the next would come if all came evenly

    RateMeter(int perSecond, long now) {
        this.each = BURST / perSecond;
        this.due = now;
    }

    /** Whether a message at this time, by the ticker, is within the rate. */
    boolean admits(long now) {
        if (due - now < 0) {
            due = now;
        }
        due += each;
        return due - now <= BURST;
    }
}
