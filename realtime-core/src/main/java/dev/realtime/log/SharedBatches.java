package dev.realtime.log;

import dev.realtime.event.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Batches of the newest events of one topic, each made once for all readers who come from the same place: those who keep up.
 * What was made of such a batch elsewhere can be known by its {@code events}, which are the same list for all of them.
 *
 * <p>Few and small, for each holds its events even where the log lets go of them. Safe for use by several threads.
 */
final class SharedBatches {
    private static final int SLOTS = 16;
    private static final long MAX_BYTES = 64 << 10;

    private final AtomicReferenceArray<@Nullable Shared> slots = new AtomicReferenceArray<>(SLOTS);

    /** @param after a place after which the topic has these events and no others */
    private record Shared(TopicLog topic, long after, long bytes, Batch batch) {
        Event first() {
            return batch.events().get(0);
        }

        Event last() {
            return batch.events().get(batch.events().size() - 1);
        }
    }

    /** What a read of this topic alone would bring, or null where that has to be found out. */
    @Nullable
    Batch find(TopicLog topic, Position position, int limit, long maxBytes) {
        Shared shared = slots.getAcquire(slot(topic));
        long after = position.cursor().sequence();
        boolean same = shared != null
                && shared.topic == topic
                && shared.after <= after
                && after < shared.first().sequence()
                && shared.batch.position().told() == position.told()
                && shared.batch.events().size() <= limit
                && shared.bytes <= maxBytes
                && topic.isNewest(shared.last());
        return same ? shared.batch : null;
    }

    /** Keeps a batch that was read after this place, if it has all that the topic has. */
    void offer(TopicLog topic, long after, Batch batch) {
        List<Event> events = batch.events();
        if (batch.gap() != null || events.isEmpty() || !topic.isNewest(events.get(events.size() - 1))) {
            return;
        }
        long bytes = 0;
        for (Event event : events) {
            bytes += event.size();
        }
        if (bytes <= MAX_BYTES) {
            slots.setRelease(slot(topic), new Shared(topic, after, bytes, batch));
        }
    }

    private static int slot(TopicLog topic) {
        return topic.hashCode() & (SLOTS - 1);
    }
}
