package dev.realtime.redis;

import dev.realtime.event.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where the log in Redis is. Immutable.
 *
 * @param kept for each generation from 1 on, the last sequence that it kept of those before
 */
record State(long epoch, long head, List<Long> kept) {
    /** Of no log. */
    static final State NONE = new State(0, 0, List.of());

    /** What tend.lua answers. */
    static State of(List<?> answer) {
        List<?> kept = (List<?>) answer.get(2);
        return new State(
                number(answer.get(0)),
                number(answer.get(1)),
                kept.stream().map(State::number).toList());
    }

    int generation() {
        return kept.size();
    }

    /** Whether both are of the same generation of one log. */
    boolean isOf(State other) {
        return epoch == other.epoch && kept.equals(other.kept);
    }

    /** Whether events have had these numbers since then, and none other. */
    boolean continues(State before) {
        return isOf(before) && head >= before.head;
    }

    /** Whether the log has given out this place, or may have. */
    boolean has(Cursor place) {
        return place.epoch() == epoch && place.generation() <= generation() && place.sequence() <= head;
    }

    State at(long otherHead) {
        return new State(epoch, otherHead, kept);
    }

    private static long number(Object answered) {
        return answered instanceof Long integer ? integer : Long.parseLong(text(answered));
    }

    static String text(Object answered) {
        return new String((byte[]) answered, StandardCharsets.US_ASCII);
    }
}
