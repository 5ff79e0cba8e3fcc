package dev.realtime.log;

import dev.realtime.event.Cursor;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A log that several processes share. Each has a copy of all that is retained, reads only from it, and follows the log
 * with it; see {@link Mirror}. So a cursor of any of them is good with all of them.
 *
 * <p>What an implementer owes beside the duties of an {@link EventLog}:
 *
 * <ul>
 *   <li>{@link #read}, {@link #head} and {@link #follow} are those of the {@link #copy}.
 *   <li>The stage of {@link #append} completes once this process's copy has the event. Where the log cannot be reached it
 *       fails with a {@link LogUnavailableException} that says whether the event may have been stored.
 *   <li>A log that has lost its newest events tells every copy which topics have lost some: {@link Mirror#lost}.
 *   <li>Stages complete in bounded time, on a thread that may run what depends on them for a moment.
 * </ul>
 */
public interface SharedEventLog extends EventLog {
    /** What this process has of the log: the same object for as long as the log is open. */
    InMemoryEventLog copy();

    /**
     * Waits for a place that the copy does not know, as a client brings it who comes from a process that is further on.
     *
     * @return done once the copy has come to this place, or it is certain that the log has no such place; fails with a
     *     {@link LogUnavailableException} where neither is known in time
     */
    CompletionStage<@Nullable Void> reach(Cursor place);
}
