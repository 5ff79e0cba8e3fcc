package dev.realtime.log;

/**
 * Is told how a log is doing that is elsewhere, by one thread at a time, which it must not hold up. Each method does nothing by
 * default.
 */
public interface LogWatcher {
    /** The log can be reached and is followed: at the beginning, and again after each {@link #lost}. */
    default void connected() {}

    /**
     * The log cannot be reached, or not be followed. What this process has of it can still be read.
     *
     * @param why for people
     */
    default void lost(String why) {}

    /** So many events are in the log that have yet to come to this process: about once a second while it is not 0, and when it is again. */
    default void behind(long events) {}
}
