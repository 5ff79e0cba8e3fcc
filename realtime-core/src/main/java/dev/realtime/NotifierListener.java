package dev.realtime;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a {@link Notifier} does: the one exit for metrics and logs.
 *
 * <p>Called on the threads that do the work, by several at once: must be quick. What it throws is logged and harms
 * nobody. Each method does nothing by default.
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
}
