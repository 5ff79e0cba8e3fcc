package dev.realtime.log;

import java.time.Duration;

/** Time that passes only when a test says so. */
public final class ManualTicker implements Ticker {
    private volatile long nanos = Long.MAX_VALUE - 1_000; // soon wraps round, as System.nanoTime may

    @Override
    public long nanos() {
        return nanos;
    }

    public void advance(Duration time) {
        nanos += time.toNanos();
    }
}
