package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import java.util.List;
import java.util.Map;

/**
 * The whole state of a log, for a copy of it to take in. Immutable.
 *
 * @param epoch the life of the log; never 0
 * @param kept for each generation from 1 on, the last sequence that it kept of those before it: its own events come after.
 *     As many as the present generation; empty for generation 0. Of a generation that is not known any more, the one of the
 *     next
 * @param head the last sequence that was given, whether its event is retained or not; not before the last of {@code kept}
 * @param events those retained, in order, each with the {@link #place} after it as its id
 * @param losses for each topic that has lost events, the highest sequence among them; superseded values of a topic that
 *     keeps its latest only are no loss. A topic that comes back after it was forgotten, or that is new, begins with what
 *     {@code lostOfForgotten} was then: nobody knows any more which it is
 * @param lostOfForgotten the highest sequence lost of topics that are known no more; 0 for none
 */
public record Snapshot(
        long epoch, List<Long> kept, long head, List<Event> events, Map<Topic, Long> losses, long lostOfForgotten) {
    /** @throws IllegalArgumentException where the parts do not fit together */
    public Snapshot {
        kept = List.copyOf(kept);
        events = List.copyOf(events);
        losses = Map.copyOf(losses);
        if (epoch == 0) {
            throw new IllegalArgumentException("epoch must not be 0");
        }
        requireWithin("the last of kept", kept.isEmpty() ? 0 : kept.get(kept.size() - 1), head);
        requireWithin("lostOfForgotten", lostOfForgotten, head);
        losses.forEach((topic, sequence) -> requireWithin("the loss of " + topic, sequence, head));
        Life life = new Life(epoch, kept);
        long last = 0;
        for (Event event : events) {
            if (event.sequence() <= last || event.sequence() > head) {
                throw new IllegalArgumentException("sequences of events must rise, up to head, which is " + head + ": "
                        + event.sequence() + " after " + last);
            }
            last = event.sequence();
            if (!event.id().equals(life.at(last))) {
                throw new IllegalArgumentException(
                        "the id of event " + last + " must be " + life.at(last) + ": " + event.id());
            }
        }
    }

    private static void requireWithin(String what, long sequence, long head) {
        if (sequence < 0 || sequence > head) {
            throw new IllegalArgumentException(what + " must be 0 to head, which is " + head + ": " + sequence);
        }
    }

    /** The place after this sequence: of the generation in which it was given. */
    public static Cursor place(long epoch, List<Long> kept, long sequence) {
        return new Life(epoch, kept).at(sequence);
    }
}
