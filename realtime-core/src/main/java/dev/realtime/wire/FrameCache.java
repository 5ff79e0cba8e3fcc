package dev.realtime.wire;

import dev.realtime.event.Event;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the newest events in one wire format, so that an event is encoded once for all who read it.
 *
 * <p>One slot for each of the last sequences, within a bound of bytes, at which the oldest go; an event without a place is encoded each time. The
 * arrays are shared: nobody may change them. Safe for use by several threads.
 */
public final class FrameCache {
    /** How many events have a slot, and what their frames may add up to in bytes. */
    static final int SLOTS = 2_048;

    static final long MAX_BYTES = 8L << 20;

    private final Function<Event, byte[]> encoder;
    private final AtomicReferenceArray<@Nullable Frame> frames = new AtomicReferenceArray<>(SLOTS);
    private final AtomicLong bytes = new AtomicLong();

    private static final class Frame {
        final Event event;
        final byte[] bytes;

        Frame(Event event, byte[] bytes) {
            this.event = event;
            this.bytes = bytes;
        }
    }

    /** A cache in front of {@code encoder}, which must make the same bytes of an event each time. */
    public FrameCache(Function<Event, byte[]> encoder) {
        this.encoder = encoder;
    }

    /** The event's bytes; not to be changed. */
    public byte[] frame(Event event) {
        int slot = (int) (event.sequence() & (SLOTS - 1));
        Frame present = frames.getAcquire(slot);
        if (present != null && present.event.equals(event)) {
            return present.bytes;
        }
        Frame frame = new Frame(event, encoder.apply(event));
        boolean newer = present == null || present.event.sequence() < event.sequence(); // these are wanted more often
        if (newer && frame.bytes.length <= MAX_BYTES) {
            put(slot, present, frame);
        }
        return frame.bytes;
    }

    /** What the cached frames add up to. */
    long bytes() {
        return bytes.get();
    }

    private void put(int slot, @Nullable Frame present, Frame frame) {
        if (frames.compareAndSet(slot, present, frame)) {
            long before = present == null ? 0 : present.bytes.length;
            if (bytes.addAndGet(frame.bytes.length - before) > MAX_BYTES) {
                dropOldest(slot);
            }
        }
    }

    private void dropOldest(int newest) {
        for (int i = 1; i < SLOTS && bytes.get() > MAX_BYTES; i++) { // sequences rise from slot to slot
            Frame old = frames.getAndSet((newest + i) & (SLOTS - 1), null);
            if (old != null) {
                bytes.addAndGet(-old.bytes.length);
            }
        }
    }
}
