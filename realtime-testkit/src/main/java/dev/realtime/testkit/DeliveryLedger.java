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
 * <p>A gap covers what is missing between the place it names and the head of the log when it arrived. One that
 * covers nothing is a false alarm, and a failure too. Several threads may publish; one receives and asserts.
 */
public final class DeliveryLedger {
    private final Supplier<Cursor> head;
    private final NavigableMap<Long, Event> published = new ConcurrentSkipListMap<>();
    private final List<Entry> received = new ArrayList<>();
    private @Nullable String cursor;

    private record Entry(Received item, long head) {}

    /** What a gap covers: the events after one place, up to the head of the log then. */
    private static final class Loss {
        final long after;
        final long head;
        boolean needed;

        Loss(long after, long head) {
            this.after = after;
            this.head = head;
        }
    }

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
            received.add(new Entry(new Received.Place(from), 0));
        }
    }

    /** An event that this client should have, unless it was before the client's beginning. */
    public void published(Event event) {
        published.put(event.sequence(), event);
    }

    /** The next thing that the client has received. */
    public void received(Received item) {
        if (item instanceof Received.Refused) {
            throw new AssertionError("refused after " + received.size() + " items: " + item);
        }
        received.add(new Entry(item, head.get().sequence()));
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
        new Audit().run(true);
    }

    /** As {@link #assertExact}, up to where the client is: what comes after that is not missed yet. */
    public void assertExactSoFar() {
        new Audit().run(false);
    }

    /** One pass over what was received. */
    private final class Audit {
        private final List<Loss> losses = new ArrayList<>();
        private long place = -1; // none yet

        void run(boolean toTheEnd) {
            for (Entry entry : received) {
                if (entry.item instanceof Received.Event event) {
                    take(event);
                } else if (entry.item instanceof Received.Gap gap) {
                    take(gap, entry.head);
                } else if (entry.item instanceof Received.Place at) {
                    moveTo(sequence(at.cursor()), at);
                }
            }
            Long newest = published.isEmpty() ? null : published.lastKey();
            if (toTheEnd && newest != null && place < newest) {
                throw wrong("not received at the end: "
                        + published.tailMap(place, false).values());
            }
            for (Loss loss : losses) {
                if (!loss.needed) {
                    throw wrong("a gap that covers nothing, after " + loss.after);
                }
            }
        }

        private void take(Received.Event event) {
            long sequence = sequence(event.id());
            if (place >= 0 && sequence <= place) {
                throw wrong("twice, or out of order: " + event);
            }
            Event original = published.get(sequence);
            if (original == null) {
                throw wrong("never published here: " + event);
            }
            if (!Received.Event.of(original).equals(event)) {
                throw wrong("published as " + Received.Event.of(original) + " but received as " + event);
            }
            moveTo(sequence, event);
        }

        private void take(Received.Gap gap, long headThen) {
            if (gap.from() == null) {
                place = 0; // what follows is all that is retained
                Loss all = new Loss(0, headThen);
                all.needed = true; // the loss is that of the place itself
                losses.add(all);
            } else {
                losses.add(new Loss(sequence(gap.from()), headThen));
            }
        }

        /** Everything between the place before and this one is either received or covered. */
        private void moveTo(long sequence, Received by) {
            if (place >= 0) {
                if (sequence < place) {
                    throw wrong("a place that goes back, from " + place + ": " + by);
                }
                long end = by instanceof Received.Event ? sequence - 1 : sequence;
                for (long missing : published.subMap(place, false, end, true).keySet()) {
                    requireCovered(missing, by);
                }
            }
            place = sequence;
        }

        private void requireCovered(long missing, Received by) {
            boolean covered = false;
            for (Loss loss : losses) {
                if (loss.after < missing && missing <= loss.head) {
                    loss.needed = true;
                    covered = true;
                }
            }
            if (!covered) {
                throw wrong("missing without a gap, before " + by + ": " + published.get(missing));
            }
        }

        private AssertionError wrong(String what) {
            return new AssertionError(what + "\nreceived: " + tail(received));
        }
    }

    /** Enough of a long list to see what was around its end. */
    private static String tail(List<Entry> all) {
        int from = Math.max(0, all.size() - 50);
        StringBuilder text = new StringBuilder(from > 0 ? from + " before, then " : "");
        all.subList(from, all.size()).forEach(entry -> text.append("\n  ").append(entry.item));
        return text.toString();
    }

    private static long sequence(String token) {
        return Cursor.parse(token).sequence();
    }
}
