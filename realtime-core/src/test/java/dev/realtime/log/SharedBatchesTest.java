package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import java.util.Collections;
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
    void those_who_come_back_together_share_what_the_same_limits_have_ended() {
        rig.publish("a", "a", "a");
        Batch byNumber = read(0, 0, 2, EVERYTHING, "a");
        assertThat(sequences(byNumber)).containsExactly(1L, 2L);
        assertThat(read(0, 0, 2, EVERYTHING, "a")).isSameAs(byNumber);
        assertThat(sequences(read(0, 0, 1, EVERYTHING, "a"))).containsExactly(1L);
        Batch bySize = read(0, 0, 256, 1, "a");
        assertThat(sequences(bySize)).containsExactly(1L);
        assertThat(read(0, 0, 256, 1, "a")).isSameAs(bySize);
        assertThat(sequences(read(0))).as("without limits").containsExactly(1L, 2L, 3L);
        assertThat(sequences(read(1, 0, 256, 1, "a"))).as("from elsewhere").containsExactly(2L);
        assertThat(sequences(read(0, 0, 256, 2, "a"))).as("with others").containsExactly(1L, 2L);
    }

    @Test
    void what_ends_before_an_event_that_does_not_fit_is_shared() {
        rig.publish("a", 10);
        rig.publish("a", 20);
        Batch small = read(0, 0, 256, 29, "a");
        assertThat(sequences(small)).containsExactly(1L);
        assertThat(read(0, 0, 256, 29, "a")).isSameAs(small);
        assertThat(sequences(read(0, 0, 256, 30, "a"))).containsExactly(1L, 2L);
    }

    @Test
    void a_large_event_is_shared_by_those_who_keep_up_whatever_they_take() {
        rig.publish("a", 5_000);
        Batch one = read(0, 0, 256, 4_096, "a");
        assertThat(sequences(one)).containsExactly(1L);
        assertThat(read(0, 0, 256, 4_096, "a")).isSameAs(one);
    }

    @Test
    void each_place_of_many_has_its_own() {
        LogRig large = LogRig.keeping(1_000);
        large.publish(Collections.nCopies(1_000, "a").toArray(String[]::new));
        for (long after = 0; after < 999; after++) {
            Position position = new Position(new Cursor(LogRig.EPOCH, 0, after), 0);
            Batch one = large.log.readNow(LogRig.filters("a"), position, 1, EVERYTHING);
            assertThat(sequences(one)).containsExactly(after + 1);
        }
    }

    @Test
    void what_a_limit_has_ended_is_shared_as_long_as_it_is_retained() {
        rig.publish("a", "a", "a");
        assertThat(read(0, 0, 2, EVERYTHING, "a").gap()).isNull();
        rig.publish("a");
        Batch later = read(0, 0, 2, EVERYTHING, "a");
        assertThat(later.gap()).isNotNull();
        assertThat(sequences(later)).containsExactly(2L, 3L);
    }

    @Test
    void what_a_limit_has_ended_is_shared_by_those_who_were_told_of_the_same_losses() {
        rig.publish("a", "a", "a", "a"); // the first is lost
        Batch told = read(1, 1, 2, EVERYTHING, "a");
        assertThat(read(1, 1, 2, EVERYTHING, "a")).isSameAs(told);
        assertThat(read(1, 0, 2, EVERYTHING, "a").position().told()).isZero();
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
