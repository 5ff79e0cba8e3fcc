package dev.realtime.log;

import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that shows what a test says. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    public ManualClock(String now) {
        this.now = Instant.parse(now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    void jumpTo(String then) {
        now = Instant.parse(then);
    }
}
