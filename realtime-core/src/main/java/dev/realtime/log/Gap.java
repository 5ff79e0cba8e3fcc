package dev.realtime.log;

import dev.realtime.event.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Says that events a reader should have had are not there any more; comes before the events that follow it. Immutable.
 *
 * @param from the cursor after which something is missing; null where the reader's cursor was not of this log
 * @param resumed where reading goes on
 */
public record Gap(Reason reason, @Nullable Cursor from, Cursor resumed) {
    /** What became of the missing events. */
    public enum Reason {
        /** Retention let go of events after the cursor in a selected topic, or the log lost them with its newest. All that is retained after it follows. */
        EVICTED,
        /** The log lost its newest events, the cursor among them. What came after the loss follows. */
        ROLLBACK,
        /** The log was replaced, or never gave out this cursor. All that is retained follows. */
        EPOCH
    }
}
