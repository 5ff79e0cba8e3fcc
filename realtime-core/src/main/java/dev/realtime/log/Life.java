package dev.realtime.log;

import dev.realtime.event.Cursor;
import java.util.Arrays;
import java.util.List;

/** The epoch of a log, and what each of its generations kept of those before: so what a cursor is worth. Immutable. */
final class Life {
    private final long epoch;
    private final long[] kept; // of generation 1 first
    private final long[] lowest; // of the same generation and those after it

    Life(long epoch, List<Long> kept) {
        this.epoch = epoch;
        this.kept = kept.stream().mapToLong(Long::longValue).toArray();
        this.lowest = this.kept.clone();
        for (int i = lowest.length - 2; i >= 0; i--) {
            lowest[i] = Math.min(lowest[i], lowest[i + 1]);
        }
    }

    long epoch() {
        return epoch;
    }

    int generation() {
        return kept.length;
    }

    List<Long> kept() {
        return Arrays.stream(kept).boxed().toList();
    }

    /** The place after this sequence: of the generation in which it was given. */
    Cursor at(long sequence) {
        int generation = kept.length;
        while (generation > 0 && kept[generation - 1] >= sequence) {
            generation--;
        }
        return new Cursor(epoch, generation, sequence);
    }

    /** The last sequence up to which nothing has changed since this generation; any for the present one. */
    long unchangedSince(int generation) {
        return generation >= kept.length ? Long.MAX_VALUE : lowest[generation];
    }

    /** Whether what was before this place has been lost since it was given. */
    boolean isRolledBack(Cursor cursor) {
        return cursor.epoch() == epoch && cursor.sequence() > unchangedSince(cursor.generation());
    }

    /** The sequence after which reading goes on from a cursor that leads nowhere: 0 for one of another epoch. */
    long resume(Cursor cursor) {
        return isRolledBack(cursor) ? unchangedSince(cursor.generation()) : 0;
    }
}
