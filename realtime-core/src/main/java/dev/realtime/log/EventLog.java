package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where events live, once, for all who read them: what an implementer of a log owes.
 *
 * <ul>
 *   <li><b>One order.</b> A log numbers its events from 1, without holes, over all topics. Giving an event its number
 *       and making it readable is one step: who sees number <i>n</i> in {@link #head} can read every event up to it
 *       that is retained.
 *   <li><b>Visibility.</b> When the stage of {@link #append} completes, the event is in the log: any later read, by
 *       anyone, finds it or is told of a gap.
 *   <li><b>Retention.</b> Events go oldest first within their topic. A read after a cursor, where an event of the
 *       selected topics after it has gone, answers with a {@link Gap}; where none has, it must not.
 *   <li><b>Epoch.</b> A log that has lost everything takes a new random epoch. A cursor of another epoch, or one that
 *       this log never gave out, is answered with a gap and what is retained; it is never an error.
 *   <li><b>Idempotency.</b> An append with a key that its topic has seen lately appends nothing and answers with the
 *       first one.
 *   <li><b>Threads.</b> Safe for use by several threads. No method blocks for long; what takes time completes its stage
 *       later. No lock is held while a stage's dependents run.
 * </ul>
 */
public interface EventLog extends AutoCloseable {
    /**
     * Appends an event. The stage fails with an {@link IllegalArgumentException} where the log can never take the
     * draft, and otherwise where the log cannot be reached; then the event may or may not be in it.
     */
    CompletionStage<Appended> append(Draft draft);

    /**
     * Reads the next events of the selected topics, at most {@code limit} of them, in order, each once.
     *
     * @param topics at least one; may overlap
     */
    CompletionStage<Batch> read(List<TopicFilter> topics, From from, int limit);

    /** The place after the last event that is wholly in the log. */
    Cursor head();

    /** From now on tells {@code follower} of each event appended, until what is returned is closed; several may follow. */
    Following follow(Follower follower);

    /** Somebody follows. */
    @FunctionalInterface
    interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /** Ends the log: appends fail from now on. */
    @Override
    void close();
}
