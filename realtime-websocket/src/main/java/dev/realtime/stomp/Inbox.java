package dev.realtime.stomp;

import dev.realtime.RefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was received and waits to be handled, while something before it takes time. For one thread at a time. */
final class Inbox {
    private final StompLimits.Queue limits;
    private final Deque<Item> items = new ArrayDeque<>();
    private int size;

    /** A frame; or, as the last item of all, why there can be no more. */
    sealed interface Item {
        record Received(StompFrame frame) implements Item {}

        record Broken(RefusedException rule) implements Item {}
    }

    Inbox(StompLimits.Queue limits) {
        this.limits = limits;
    }

    void add(StompFrame frame) {
        if (items.size() >= limits.maxFrames()) {
            throw Refusals.tooMany("stomp.queue.maxFrames", "the frames that wait to be handled", limits.maxFrames());
        }
        if (size + frame.size() > limits.maxSize() && !items.isEmpty()) { // one alone has limits of its own
            throw Refusals.tooLarge("stomp.queue.maxSize", "the frames that wait to be handled", limits.maxSize());
        }
        size += frame.size();
        items.add(new Item.Received(frame));
    }

    void add(RefusedException rule) {
        items.add(new Item.Broken(rule));
    }

    @Nullable
    Item poll() {
        Item item = items.poll();
        if (item instanceof Item.Received received) {
            size -= received.frame().size();
        }
        return item;
    }

    void clear() {
        items.clear();
        size = 0;
    }
}
