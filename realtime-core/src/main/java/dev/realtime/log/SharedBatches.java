package dev.realtime.log;

import dev.realtime.event.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Batches of one topic, each made once for all readers who come from the same place: those who keep up, and those who come back
 * together. What was made of such a batch elsewhere can be known by its {@code events}, which are the same list for all of them.
 *
 * <p>Few and small, for each holds its events even where the log lets go of them. Safe for use by several threads.
 */
final class SharedBatches {
    private static final int NEWEST_SLOTS = 16;
    private static final long MAX_NEWEST_BYTES = 64 << 10;

    /** Of the number of slots: as many as what is kept of a few topics has batches, where that is a thousand small events. */
    private static final int FULL_BITS = 6;

    /** What readers who are far behind take at a time at most. */
    private static final long MAX_FULL_BYTES = 64 << 10;

    /** Of those that have all there is: by topic. */
    private final AtomicReferenceArray<@Nullable Newest> newest = new AtomicReferenceArray<>(NEWEST_SLOTS);

    /** Of those that a limit has ended: by topic and place. */
    private final AtomicReferenceArray<@Nullable Full> full = new AtomicReferenceArray<>(1 << FULL_BITS);

    /** @param after a place after which the topic has these events and no others */
    private record Newest(TopicLog topic, long after, long bytes, Batch batch) {}

    /** @param after a place after which the topic has these events before any others */
    private record Full(TopicLog topic, long after, int limit, long maxBytes, Batch batch) {}

    /** What a read of this topic alone would bring, or null where that has to be found out. */
    @Nullable
    Batch find(TopicLog topic, Position position, int limit, long maxBytes) {
        Batch all = findNewest(topic, position, limit, maxBytes);
        return all != null ? all : findFull(topic, position, limit, maxBytes);
    }

    private @Nullable Batch findNewest(TopicLog topic, Position position, int limit, long maxBytes) {
        Newest shared = newest.getAcquire(slot(topic));
        long after = position.cursor().sequence();
        boolean same = shared != null
                && shared.topic == topic
                && shared.after <= after
                && after < first(shared.batch).sequence()
                && shared.batch.position().told() == position.told()
                && shared.batch.events().size() <= limit
                && (shared.bytes <= maxBytes || shared.batch.events().size() == 1)
                && topic.isNewest(last(shared.batch));
        return same ? shared.batch : null;
    }

    private @Nullable Batch findFull(TopicLog topic, Position position, int limit, long maxBytes) {
        long after = position.cursor().sequence();
        Full shared = full.getAcquire(slot(topic, after));
        boolean same = shared != null
                && shared.topic == topic
                && shared.after == after
                && shared.batch.position().told() == position.told()
                && shared.limit == limit
                && shared.maxBytes == maxBytes
                && topic.retains(first(shared.batch));
        return same ? shared.batch : null;
    }

    /** Keeps a batch that was read so, if it has all that the topic has, or as much as these limits allow. */
    void offer(TopicLog topic, long after, int limit, long maxBytes, Batch batch) {
        List<Event> events = batch.events();
        if (batch.gap() != null || events.isEmpty()) {
            return;
        }
        boolean all = topic.isNewest(last(batch));
        long most = all ? MAX_NEWEST_BYTES : MAX_FULL_BYTES;
        long bytes = 0;
        for (Event event : events) {
            bytes += event.size();
            if (bytes > most) {
                return;
            }
        }
        if (all) {
            newest.setRelease(slot(topic), new Newest(topic, after, bytes, batch));
        } else if (events.size() == limit || bytes + sizeOfNext(topic, last(batch)) > maxBytes) {
            full.setRelease(slot(topic, after), new Full(topic, after, limit, maxBytes, batch));
        }
    }

    /** That of the event that comes after this one now; none where there is none any more. */
    private static int sizeOfNext(TopicLog topic, Event event) {
        long end = topic.end();
        long index = topic.firstAfter(event.sequence(), end);
        Event next = index < end ? topic.at(index) : null;
        return next == null ? 0 : next.size();
    }

    private static Event first(Batch batch) {
        return batch.events().get(0);
    }

    private static Event last(Batch batch) {
        return batch.events().get(batch.events().size() - 1);
    }

    private static int slot(TopicLog topic) {
        return topic.hashCode() & (NEWEST_SLOTS - 1);
    }

    /** Places as far from each other as batches have events are apart: by the top bits of a multiple of the golden ratio. */
    private static int slot(TopicLog topic, long after) {
        return (int) (((topic.hashCode() + after) * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - FULL_BITS));
    }
}
