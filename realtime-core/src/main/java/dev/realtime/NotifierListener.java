package dev.realtime;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a {@link Notifier} does: the one exit for metrics and logs.
 *
 * <p>Called on the notifier's executor, one call at a time, in the order in which things were done, a little after them: who
 * publishes, delivers or asks does not wait for it. Of a subscription, {@link #subscribed} comes first. What a listener
 * throws is logged and harms nobody; one that hangs holds one thread of the executor. What waits to be told is bounded (16
 * MiB: the payloads, and 256 bytes for each call); beyond that it is let go of, and {@link #missed} says how much.
 * {@link Notifier#close} waits until it has been told what came before, as long as it waits for anything. Each method does
 * nothing by default.
 */
public interface NotifierListener {
    /** An event was published, or a repeat of one was recognised. */
    default void published(Appended appended) {}

    /** A subscription began. */
    default void subscribed(Subscription subscription) {}

    /** A subscription was handed these events, a gap before them where {@link Batch#gap} has one. */
    default void delivered(Subscription subscription, Batch batch) {}

    /** A client was refused: {@code topics} is the first filter that it may not have. */
    default void refused(Client client, Action action, TopicFilter topics) {}

    /** A client, or code in this JVM where it is null, was refused because the limit of this name is reached. */
    default void refused(@Nullable Client client, String limit) {}

    /** A subscription ended. */
    default void closed(Subscription subscription, CloseReason reason) {}

    /** The log can be reached, where it is elsewhere: see {@link dev.realtime.log.WatchedLog}. */
    default void logConnected() {}

    /** The log cannot be reached: what is here can be read, and publishing waits or fails. {@code why} is for people. */
    default void logLost(String why) {}

    /** So many events of the log have yet to come to this process: about once a second while it is not 0, and when it is again. */
    default void logBehind(long events) {}

    /** So many calls were let go of, since earlier ones took too long: what was counted by them is to be counted anew. */
    default void missed(long calls) {}
}
