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
 *     keeps its latest only are no loss
 * @param lostOfForgotten the highest sequence lost of topics that are known no more; 0 for none
 */
public record Snapshot(
        long epoch, List<Long> kept, long head, List<Event> events, Map<Topic, Long> losses, long lostOfForgotten) {
    /** @throws IllegalArgumentException where the parts do not fit together */
    public Snapshot {
        kept = List.copyOf(kept);
        events = List.copyOf(events);
        losses = Map.copyOf(losses);
    }

    /** The place after this sequence: of the generation in which it was given. */
    public static Cursor place(long epoch, List<Long> kept, long sequence) {
        int generation = kept.size();
        while (generation > 0 && kept.get(generation - 1) >= sequence) {
            generation--;
        }
        return new Cursor(epoch, generation, sequence);
    }
}
