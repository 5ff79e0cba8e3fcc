package dev.realtime.servlet;

import dev.realtime.event.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of several events one after the other, made once for the streams that read the same list of them: those who keep
 * up get it from the log, and those who come back together. A single event's are the format's own. Safe for use by several threads.
 */
final class JoinedFrames {
    /** As many as the log shares of batches that a limit has ended. */
    private static final int SLOTS = 64;

    private static final int MAX_BYTES = 128 << 10;

    private final AtomicReferenceArray<@Nullable Joined> slots = new AtomicReferenceArray<>(SLOTS);

    private static final class Joined {
        final StreamFormat format;
        final List<Event> events;
        final byte[] bytes;

        Joined(StreamFormat format, List<Event> events, byte[] bytes) {
            this.format = format;
            this.events = events;
            this.bytes = bytes;
        }
    }

    /** Not to be changed. */
    byte[] bytes(StreamFormat format, List<Event> events) {
        if (events.size() == 1) {
            return format.event(events.get(0));
        }
        int slot = System.identityHashCode(events) & (SLOTS - 1);
        Joined present = slots.getAcquire(slot);
        if (present != null && present.events == events && present.format == format) {
            return present.bytes;
        }
        byte[] bytes = join(format, events);
        if (bytes.length <= MAX_BYTES) {
            slots.setRelease(slot, new Joined(format, events, bytes));
        }
        return bytes;
    }

    private static byte[] join(StreamFormat format, List<Event> events) {
        byte[][] frames = new byte[events.size()][];
        int length = 0;
        for (int i = 0; i < frames.length; i++) {
            frames[i] = format.event(events.get(i));
            length += frames[i].length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, all, at, frame.length);
            at += frame.length;
        }
        return all;
    }
}
