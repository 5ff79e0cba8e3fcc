package dev.realtime.log;

/** A source of elapsed time in nanoseconds that never goes back; only differences mean anything. */
@FunctionalInterface
public interface Ticker {
    long nanos();

    /** The machine's. */
    static Ticker system() {
        return System::nanoTime;
    }
}
