package dev.realtime.stomp;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts frames together in messages of a bounded length, longer only where one frame is. For one thread at a time. */
final class Packer {
    private final int maxLength;
    private @Nullable String left; // had no room in the last message

    Packer(int maxLength) {
        this.maxLength = maxLength;
    }

    /** The next message, of what {@code frames} brings until it brings null; null where it brings nothing. */
    @Nullable
    String pack(Supplier<@Nullable String> frames) {
        String first = take(frames);
        if (first == null) {
            return null;
        }
        String next = first.length() < maxLength ? frames.get() : null;
        if (next == null) {
            return first;
        }
        StringBuilder message = new StringBuilder(first);
        while (next != null && message.length() + next.length() <= maxLength) {
            message.append(next);
            next = frames.get();
        }
        left = next;
        return message.toString();
    }

    private @Nullable String take(Supplier<@Nullable String> frames) {
        String frame = left != null ? left : frames.get();
        left = null;
        return frame;
    }
}
