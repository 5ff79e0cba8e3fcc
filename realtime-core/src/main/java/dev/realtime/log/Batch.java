package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one read brought: perhaps a gap, then events in order, and the place after them. Immutable.
 *
 * @param gap what is missing before {@code events}, or null
 * @param position the reader's place now: after the last event, or with no event as far as the log was read
 */
public record Batch(List<Event> events, @Nullable Gap gap, Position position) {
    public Batch {
        events = List.copyOf(events);
    }

    /** The cursor to carry on with. */
    public Cursor cursor() {
        return position.cursor();
    }

    /** True where there is neither a gap nor an event: the reader is caught up. */
    public boolean isEmpty() {
        return events.isEmpty() && gap == null;
    }
}
