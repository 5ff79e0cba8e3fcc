package dev.realtime.log;

/** What a log may be besides: one that says how it is doing. */
public interface WatchedLog {
    /** Tells {@code watcher} how the log is, and from now on of each change, until what is returned is closed; several may watch. */
    EventLog.Following watch(LogWatcher watcher);
}
