package dev.realtime.log;

import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The retained events of one topic: a ring that grows and shrinks, written under the log's lock and read without it.
 *
 * <p>Events have indices that only rise; those of {@code [begin, end)} are retained. A slot is filled before {@code end}
 * covers it, and let go only after {@code begin} has passed it, so that a reader who finds a slot emptied or filled
 * anew also finds that {@code begin} has passed: see {@link #at}.
 */
final class TopicLog {
    /** What a topic costs beside its events, its name's characters and its place in the tree, in bytes; measured. */
    static final long TOPIC_OVERHEAD = 260;

    /** What an event costs beside its payload, in bytes: the event, its payload's headers, its slots; measured. */
    static final long EVENT_OVERHEAD = 120;

    private static final int MIN_SLOTS = 2;

    final Topic topic;
    final Retention retention;

    /** The highest eviction of this topic, or of a namesake that was forgotten before. */
    final Loss loss = new Loss();

    // Written under the lock, read by anyone.
    private volatile AtomicReferenceArray<@Nullable Event> slots = new AtomicReferenceArray<>(MIN_SLOTS);
    private volatile long begin;
    private volatile long end;
    private volatile long lastSequence;

    // Only under the lock.
    private long[] appendedAt = new long[MIN_SLOTS];
    private long lastAppendedAt;
    private long bytes;
    private final long maxAgeNanos;
    TopicTree.@Nullable Node node;
    boolean touched; // the tree has yet to be told
    int sizeClass;

    @Nullable
    TopicLog previousInClass;

    @Nullable
    TopicLog nextInClass;

    TopicLog(Topic topic, Retention retention) {
        this.topic = topic;
        this.retention = retention;
        this.maxAgeNanos = retention.maxAge().toNanos();
        this.bytes = cost(topic);
    }

    /** The sequence of the newest event ever in here, retained or not. */
    long lastSequence() {
        return lastSequence;
    }

    long begin() {
        return begin;
    }

    long end() {
        return end;
    }

    /** Whether it is retained, and none has come after it. */
    boolean isNewest(Event event) {
        long last = end - 1;
        Event newest = last < 0 ? null : at(last);
        return newest != null && newest.equals(event);
    }

    /** Whether this event, which is or was in here, is retained still. */
    boolean retains(Event event) {
        Event oldest = at(begin);
        return oldest != null && oldest.sequence() <= event.sequence();
    }

    /** The event with this index below {@link #end}, or null where it has been evicted. */
    @Nullable
    Event at(long index) {
        AtomicReferenceArray<@Nullable Event> ring = slots;
        Event event = ring.getAcquire(slot(index, ring.length()));
        return begin > index ? null : event;
    }

    /** The lowest index whose event is retained and comes after {@code sequence}; {@code end} or more where none is. */
    long firstAfter(long sequence, long end) {
        long low = begin;
        long high = end;
        // Most readers are near the end: gallop back from there, then search in between.
        for (long step = 1; end - step >= low; step <<= 1) {
            Event event = at(end - step);
            if (event == null || event.sequence() <= sequence) {
                low = end - step + 1;
                break;
            }
            high = end - step;
        }
        while (low < high) {
            long middle = (low + high) >>> 1;
            Event event = at(middle);
            if (event == null || event.sequence() <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    // ---- under the log's lock from here on ----

    /** The event with this sequence, if it is retained. */
    @Nullable
    Event find(long sequence) {
        long index = firstAfter(sequence - 1, end);
        Event event = index < end ? at(index) : null;
        return event != null && event.sequence() == sequence ? event : null;
    }

    void add(Event event, long now) {
        if (end - begin == appendedAt.length) {
            resize(appendedAt.length * 2);
        }
        long index = end;
        int slot = slot(index, appendedAt.length);
        appendedAt[slot] = now;
        slots.setRelease(slot, event);
        lastAppendedAt = now;
        bytes += cost(event);
        lastSequence = event.sequence();
        end = index + 1;
    }

    /** The topic has had an event that never was in here. */
    void lose(long sequence, long number, long now) {
        loss.raise(sequence, number);
        lastSequence = Math.max(lastSequence, sequence);
        lastAppendedAt = now;
    }

    /** The same event, sharing its topic and type with the others in here. */
    Event adopt(Event event) {
        return new Event(event.id(), topic, share(event.type()), event.time(), event.data());
    }

    /** This type, as the newest event has it if it is the same: so that a topic's events share one string. */
    String share(String type) {
        Event newest = isEmpty() ? null : slots.getPlain(slot(end - 1, appendedAt.length));
        return newest != null && newest.type().equals(type) ? newest.type() : type;
    }

    /** Lets the oldest event go and returns how many bytes that frees. */
    long removeOldest() {
        long index = begin;
        int slot = slot(index, appendedAt.length);
        Event oldest = slots.getPlain(slot);
        if (oldest == null) {
            throw new IllegalStateException("nothing is retained in " + topic);
        }
        begin = index + 1;
        slots.setRelease(slot, null);
        bytes -= cost(oldest);
        if (appendedAt.length > MIN_SLOTS && end - begin <= appendedAt.length / 4) {
            resize(appendedAt.length / 2);
        }
        return cost(oldest);
    }

    private void resize(int length) {
        AtomicReferenceArray<@Nullable Event> ring = new AtomicReferenceArray<>(length);
        long[] times = new long[length];
        for (long index = begin; index < end; index++) {
            int from = slot(index, appendedAt.length);
            int to = slot(index, length);
            ring.setPlain(to, slots.getPlain(from));
            times[to] = appendedAt[from];
        }
        appendedAt = times;
        slots = ring;
    }

    /** Whether its retention lets go of the oldest event because of those after it. */
    boolean isOverfull() {
        long size = end - begin;
        return size > retention.maxEvents() || (size > 1 && bytes - cost(topic) > retention.maxBytes());
    }

    /** Whether its retention lets go of the oldest event because of its age. */
    boolean isOverdue(long now) {
        return !isEmpty() && now - oldestAppendedAt() > maxAgeNanos;
    }

    boolean isEmpty() {
        return begin == end;
    }

    long size() {
        return end - begin;
    }

    long bytes() {
        return bytes;
    }

    @Nullable
    Event oldest() {
        return isEmpty() ? null : slots.getPlain(slot(begin, appendedAt.length));
    }

    /** When the oldest retained event came, by the ticker. */
    long oldestAppendedAt() {
        return appendedAt(begin);
    }

    /** When the retained event with this index came, by the ticker. */
    long appendedAt(long index) {
        return appendedAt[slot(index, appendedAt.length)];
    }

    long lastAppendedAt() {
        return lastAppendedAt;
    }

    static long cost(Topic topic) {
        return TOPIC_OVERHEAD + topic.name().length();
    }

    static long cost(Event event) {
        return event.size() + EVENT_OVERHEAD;
    }

    private static int slot(long index, int length) {
        return (int) (index & (length - 1));
    }
}
