package dev.realtime;

import dev.realtime.event.Topic;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The topics of the newest events, numbered: how a dispatcher learns what changed, without a queue.
 *
 * <p>A ring that one writer at a time overwrites. A dispatcher that has fallen behind by more than its size finds null
 * and wakes everyone instead.
 */
final class RecentTopics {
    private final AtomicReferenceArray<@Nullable Topic> ring;
    private volatile long last;

    /**
     * Begins after a sequence.
     *
     * @param size a power of two
     */
    RecentTopics(int size, long last) {
        this.ring = new AtomicReferenceArray<>(size);
        this.last = last;
    }

    /** @param topic null for all there are */
    void add(long sequence, @Nullable Topic topic) {
        ring.setRelease(slot(sequence), topic);
        last = sequence;
    }

    long last() {
        return last;
    }

    /** The topic of this event, at most {@link #last}; null where it has been overwritten, never was here, or stands for all. */
    @Nullable
    Topic get(long sequence) {
        Topic topic = ring.getAcquire(slot(sequence));
        // The one after the next lap's predecessor may be being written: its slot is filled before last moves.
        return last - sequence < ring.length() - 1 ? topic : null;
    }

    private int slot(long sequence) {
        return (int) (sequence & (ring.length() - 1));
    }
}
