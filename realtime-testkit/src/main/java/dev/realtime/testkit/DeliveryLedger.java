package dev.realtime.testkit;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was published, what one client received of it, and one assertion: <em>each event exactly once and in order, or a
 * gap that covers it</em>.
 *
 * <p>A gap covers what is missing between the place it names and the head of the log when it arrived; and what was lost with
 * the log's newest events, so that the client came to a later generation or epoch without it, wherever the gap came since the last event
 * before that. One that covers nothing is a false alarm, and a failure too. Several threads may publish; one receives and
 * asserts.
 */
public final class DeliveryLedger {
    private final Supplier<Cursor> head;
    private final NavigableMap<Cursor, Event> published = new ConcurrentSkipListMap<>(DeliveryAudit.ORDER);
    private final List<Entry> received = new ArrayList<>();
    private @Nullable String cursor;

    /**
     * One thing that was received.
     *
     * @param head where the log was then
     */
    record Entry(Received item, Cursor head) {}

    /**
     * A client that begins after a cursor.
     *
     * @param from null where it begins with what comes from now on: then its first place says from where
     * @param head where the log is, such as {@code notifier::head}
     */
    public DeliveryLedger(@Nullable String from, Supplier<Cursor> head) {
        this.cursor = from;
        this.head = head;
        if (from != null) {
            received.add(new Entry(new Received.Place(from), head.get()));
        }
    }

    /** An event that this client should have, unless it was before the client's beginning. */
    public void published(Event event) {
        published.put(event.id(), event);
    }

    /** The next thing that the client has received. */
    public void received(Received item) {
        if (item instanceof Received.Refused) {
            throw new AssertionError("refused after " + received.size() + " items: " + item);
        }
        received.add(new Entry(item, head.get()));
        if (item instanceof Received.Event event) {
            cursor = event.id();
        } else if (item instanceof Received.Gap gap) {
            cursor = gap.resumed();
        } else if (item instanceof Received.Place place) {
            cursor = place.cursor();
        }
    }

    /** The cursor to carry on with after what was received; null where nothing said one yet. */
    public @Nullable String cursor() {
        return cursor;
    }

    /** What was received, without places. */
    public List<Received> news() {
        return received.stream()
                .map(Entry::item)
                .filter(item -> !(item instanceof Received.Place))
                .toList();
    }

    /** Whether this event was the last to be received. */
    public boolean endsWith(Event event) {
        return cursor != null && cursor.equals(event.id().token());
    }

    /** Asserts that of all that was published each event was received once and in order, or that a gap covers it. */
    public void assertExact() {
        audit().requireAll(true).requireNoFalseAlarm();
    }

    /** As {@link #assertExact}, up to where the client is: what comes after that is not missed yet. */
    public void assertExactSoFar() {
        audit().requireAll(false).requireNoFalseAlarm();
    }

    /**
     * As {@link #assertExact}, of a log that may have lost events that nobody entered here, such as those of which a publisher does
     * not know whether they were stored: they may have been received, and a gap may be for them alone.
     */
    public void assertCovered() {
        new DeliveryAudit(published, received, head.get(), false).requireAll(true);
    }

    private DeliveryAudit audit() {
        return new DeliveryAudit(published, received, head.get(), true);
    }
}
