package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which readers get the same batch, and that nobody gets one that is not what a read of their own would bring. */
class SharedBatchesTest {
    private static final long EVERYTHING = Long.MAX_VALUE;

    private final LogRig rig = LogRig.keeping(3);

    private Batch read(long after, long told, int limit, long maxBytes, String... filters) {
        Position position = new Position(new Cursor(LogRig.EPOCH, 0, after), told);
        return rig.log.readNow(LogRig.filters(filters), position, limit, maxBytes);
    }

    private Batch read(long after) {
        return read(after, 0, 256, EVERYTHING, "a");
    }

    private static List<Long> sequences(Batch batch) {
        return batch.events().stream().map(Event::sequence).toList();
    }

    @Test
    void those_who_keep_up_share_one_batch() {
        rig.publish("a", "b", "a");
        Batch first = read(1);
        assertThat(read(1)).isSameAs(first);
        assertThat(read(2))
                .as("from a place further on, with nothing of the topic between")
                .isSameAs(first);
        assertThat(sequences(first)).containsExactly(3L);
    }

    @Test
    void who_comes_from_elsewhere_gets_what_is_theirs() {
        rig.publish("a", "a", "a");
        assertThat(sequences(read(1))).containsExactly(2L, 3L);
        assertThat(sequences(read(0))).containsExactly(1L, 2L, 3L);
        assertThat(sequences(read(2))).containsExactly(3L);
        assertThat(sequences(read(3))).isEmpty();
    }

    @Test
    void what_comes_later_is_in_the_next_batch() {
        rig.publish("a");
        Batch before = read(0);
        rig.publish("a");
        assertThat(sequences(read(0))).containsExactly(1L, 2L);
        assertThat(sequences(before)).containsExactly(1L);
    }

    @Test
    void limits_are_each_readers_own() {
        rig.publish("a", 10);
        rig.publish("a", 10);
        assertThat(sequences(read(0))).containsExactly(1L, 2L);
        assertThat(sequences(read(0, 0, 1, EVERYTHING, "a"))).containsExactly(1L);
        assertThat(sequences(read(0, 0, 256, 1, "a"))).containsExactly(1L);
        assertThat(sequences(read(0))).containsExactly(1L, 2L);
    }

    @Test
    void a_batch_that_a_limit_cut_short_is_nobody_elses() {
        rig.publish("a", "a");
        assertThat(sequences(read(0, 0, 1, EVERYTHING, "a"))).containsExactly(1L);
        assertThat(sequences(read(0))).containsExactly(1L, 2L);
    }

    @Test
    void a_gap_is_told_to_each() {
        rig.publish("a", "a", "a", "a");
        assertThat(read(0).gap()).isNotNull();
        assertThat(read(0).gap()).isNotNull();
        assertThat(read(1).gap()).as("to who has had what was lost").isNull();
        long told = read(0).position().told();
        assertThat(read(0, told, 256, EVERYTHING, "a").gap())
                .as("to who has been told")
                .isNull();
        assertThat(read(1, 0, 256, EVERYTHING, "a").position().told()).isZero();
    }

    @Test
    void each_topic_has_its_own_and_so_has_a_selection_of_several() {
        rig.publish("a", "b");
        assertThat(sequences(read(0))).containsExactly(1L);
        assertThat(sequences(read(0, 0, 256, EVERYTHING, "b"))).containsExactly(2L);
        assertThat(sequences(read(0, 0, 256, EVERYTHING, "a", "b"))).containsExactly(1L, 2L);
        assertThat(sequences(read(0, 0, 256, EVERYTHING, "*"))).containsExactly(1L, 2L);
    }

    @Test
    void large_ones_are_not_kept() {
        rig.publish("a", 100_000);
        assertThat(read(0)).isNotSameAs(read(0)).isEqualTo(read(0));
    }
}
