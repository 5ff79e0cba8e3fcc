package dev.realtime.wire;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The newest events in one wire format, so that an event is encoded once for all who read it.
 *
 * <p>One slot for each of the last sequences, within a bound of bytes, at which the oldest go; an event without a place is
 * encoded each time. Frames are shared: nobody may change them. Safe for use by several threads.
 *
 * @param <T> what a frame is
 */
public final class FrameCache<T> {
    /** How many events have a slot, and what their frames may add up to in bytes. */
    static final int SLOTS = 2_048;

    static final long MAX_BYTES = 8L << 20;

    private final Function<Event, T> encoder;
    private final ToIntFunction<T> size;
    private final AtomicReferenceArray<@Nullable Frame<T>> frames = new AtomicReferenceArray<>(SLOTS);
    private final AtomicLong bytes = new AtomicLong();

    private record Frame<T>(Event event, T encoded, int size) {}

    /**
     * A cache in front of {@code encoder}, which must make the same frame of an event each time.
     *
     * @param size the bytes that a frame takes
     */
    public FrameCache(Function<Event, T> encoder, ToIntFunction<T> size) {
        this.encoder = encoder;
        this.size = size;
    }

    /** Of frames of bytes. */
    public static FrameCache<byte[]> ofBytes(Function<Event, byte[]> encoder) {
        return new FrameCache<>(encoder, bytes -> bytes.length);
    }

    /** The event's frame; not to be changed. */
    public T frame(Event event) {
        int slot = (int) (event.sequence() & (SLOTS - 1));
        Frame<T> present = frames.getAcquire(slot);
        if (present != null && present.event.equals(event)) {
            return present.encoded;
        }
        T encoded = encoder.apply(event);
        Frame<T> frame = new Frame<>(event, encoded, size.applyAsInt(encoded));
        if ((present == null || isNewer(event.id(), present.event.id())) && frame.size <= MAX_BYTES) {
            put(slot, present, frame);
        }
        return encoded;
    }

    /** The newer ones are wanted more often; a log that is replaced, or loses its newest events, counts on from further back. */
    private static boolean isNewer(Cursor one, Cursor other) {
        return one.epoch() != other.epoch()
                || one.generation() > other.generation()
                || (one.generation() == other.generation() && one.sequence() > other.sequence());
    }

    /** What the cached frames add up to. */
    long bytes() {
        return bytes.get();
    }

    private void put(int slot, @Nullable Frame<T> present, Frame<T> frame) {
        if (frames.compareAndSet(slot, present, frame)) {
            long before = present == null ? 0 : present.size;
            if (bytes.addAndGet(frame.size - before) > MAX_BYTES) {
                dropOldest(slot);
            }
        }
    }

    private void dropOldest(int newest) {
        for (int i = 1; i < SLOTS && bytes.get() > MAX_BYTES; i++) { // sequences rise from slot to slot
            Frame<T> old = frames.getAndSet((newest + i) & (SLOTS - 1), null);
            if (old != null) {
                bytes.addAndGet(-old.size);
            }
        }
    }
}
