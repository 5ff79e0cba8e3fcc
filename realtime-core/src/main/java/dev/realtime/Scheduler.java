package dev.realtime;

import java.time.Duration;

/** Runs things later. Safe for use by several threads; tasks are short and do not block. */
@FunctionalInterface
public interface Scheduler {
    /** Runs {@code task} once, {@code delay} from now. */
    Scheduled schedule(Runnable task, Duration delay);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {
        /** Forgets the task, if it has not begun. */
        void cancel();
    }
}
