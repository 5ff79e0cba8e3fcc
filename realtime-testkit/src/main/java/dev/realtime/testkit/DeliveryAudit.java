package dev.realtime.testkit;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.testkit.DeliveryLedger.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over what a client has received. Places are in the order of generations, and within one in that of sequences: a log
 * that has lost its newest events goes on in the next generation, so what lies between is what it has lost.
 */
final class DeliveryAudit {
    static final Comparator<Cursor> ORDER = Comparator.comparingLong(Cursor::epoch)
            .thenComparingInt(Cursor::generation)
            .thenComparingLong(Cursor::sequence);

    private final NavigableMap<Cursor, Event> published;
    private final List<Entry> entries;
    private final Cursor head;
    private final boolean complete;

    private final List<Alarm> alarms = new ArrayList<>();
    private final List<Alarm> sinceLastEvent = new ArrayList<>();
    private final Set<Cursor> received = new HashSet<>();
    private final Collection<Event> untold = new ArrayList<>(); // lost by the log: a gap may come yet
    private @Nullable Cursor place;
    private boolean replaced;
    private int passed; // entries

    /** A gap, and what it covers within a generation: the events after one place, up to the head of the log then. */
    private static final class Alarm {
        final Cursor after;
        final Cursor head;
        boolean needed;

        Alarm(Cursor after, Cursor head) {
            this.after = after;
            this.head = head;
        }

        boolean covers(Cursor id) {
            return ORDER.compare(after, id) < 0 && ORDER.compare(id, head) <= 0;
        }
    }

    /**
     * A pass over these.
     *
     * @param head where the log is now
     * @param complete whether all that can be received has been published here
     */
    DeliveryAudit(NavigableMap<Cursor, Event> published, List<Entry> entries, Cursor head, boolean complete) {
        this.published = published;
        this.entries = entries;
        this.head = head;
        this.complete = complete;
        for (Entry entry : entries) {
            passed++;
            if (entry.item() instanceof Received.Event event) {
                take(event);
            } else if (entry.item() instanceof Received.Gap gap) {
                take(gap, entry.head());
            } else if (entry.item() instanceof Received.Place at) {
                moveTo(Cursor.parse(at.cursor()), at);
            }
        }
    }

    private void take(Received.Event event) {
        Cursor id = Cursor.parse(event.id());
        if (!received.add(id) || (place != null && ORDER.compare(id, place) <= 0 && id.epoch() == place.epoch())) {
            throw wrong("twice, or out of order: " + event);
        }
        Event original = published.get(id);
        if (original == null && complete) {
            throw wrong("never published here: " + event);
        }
        if (original != null && !Received.Event.of(original).equals(event)) {
            throw wrong("published as " + Received.Event.of(original) + " but received as " + event);
        }
        moveTo(id, event);
        sinceLastEvent.clear();
    }

    private void take(Received.Gap gap, Cursor headThen) {
        Cursor resumed = Cursor.parse(gap.resumed());
        boolean evicted = gap.reason().equals("evicted");
        boolean replacement = gap.from() == null;
        Cursor after = replacement ? new Cursor(resumed.epoch(), 0, 0) : resumed;
        Alarm alarm = new Alarm(after, headThen);
        // The loss of a place itself is one: that of the log's former life, or of the newest events.
        alarm.needed = !evicted || !untold.isEmpty();
        alarms.add(alarm);
        sinceLastEvent.add(alarm);
        untold.clear();
        replaced |= replacement;
        if (!evicted) {
            place = after;
        }
    }

    /** Everything between the place before and this one is either received or covered. */
    private void moveTo(Cursor next, Received by) {
        if (place != null) {
            if (next.epoch() != place.epoch()) {
                throw wrong("a place of another log without a gap, after " + place + ": " + by);
            }
            if (ORDER.compare(next, place) < 0) {
                throw wrong("a place that goes back, from " + place + ": " + by);
            }
            boolean isEvent = by instanceof Received.Event;
            published.subMap(place, false, next, !isEvent).forEach((id, event) -> {
                if (!received.contains(id)) {
                    miss(event, next, by);
                }
            });
        }
        place = next;
    }

    private void miss(Event event, Cursor next, Received by) {
        boolean covered = false;
        for (Alarm alarm : alarms) {
            if (alarm.covers(event.id())) {
                alarm.needed = true;
                covered = true;
            }
        }
        if (covered) {
            return;
        }
        if (event.id().generation() == next.generation()) {
            throw wrong("missing without a gap, before " + by + ": " + event);
        }
        lose(event);
    }

    /** The log has lost it: the client has been told since its last event, or will be. */
    private void lose(Event event) {
        if (sinceLastEvent.isEmpty()) {
            untold.add(event);
        }
        sinceLastEvent.forEach(alarm -> alarm.needed = true);
    }

    /** @param toTheEnd whether the client should have all there is; else what comes after its place is not missed yet */
    DeliveryAudit requireAll(boolean toTheEnd) {
        if (!toTheEnd || place == null) {
            return this;
        }
        for (Event event : published.values()) {
            Cursor id = event.id();
            if (id.epoch() != place.epoch()) {
                if (!replaced) {
                    throw wrong("not received at the end: " + event);
                }
            } else if (ORDER.compare(id, place) > 0 && !received.contains(id)) {
                if (ORDER.compare(id, head) <= 0) {
                    throw wrong("not received at the end: " + event);
                }
                lose(event);
            }
        }
        if (!untold.isEmpty()) {
            throw wrong("lost without a gap: " + untold);
        }
        return this;
    }

    void requireNoFalseAlarm() {
        for (Alarm alarm : alarms) {
            if (!alarm.needed) {
                throw wrong("a gap that covers nothing, after " + alarm.after);
            }
        }
    }

    private AssertionError wrong(String what) {
        return new AssertionError(what + "\nreceived: " + tail());
    }

    /** Enough of a long list to see what came before the place where the pass is. */
    private String tail() {
        int from = Math.max(0, passed - 50);
        StringBuilder text = new StringBuilder(from > 0 ? from + " before, then " : "");
        entries.subList(from, passed).forEach(entry -> text.append("\n  ").append(entry.item()));
        return text.toString();
    }
}
