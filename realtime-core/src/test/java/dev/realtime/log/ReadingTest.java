package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steps of a read, with what others do between them. */
class ReadingTest {
    @Test
    void what_comes_after_head_is_taken_is_left_for_the_next_read() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a/x", "a/y");
        Reading reading = reading(rig, 0, "a/*", "a/x");
        rig.publish("a/x", "a/y");
        reading.locate();
        rig.publish("a/x", "a/y");
        assertThat(collect(reading)).containsExactly(1L, 2L);
        assertThat(reading.head()).isEqualTo(2);
        assertThat(reading.lost()).isZero();
    }

    @Test
    void a_topic_that_comes_up_under_a_wildcard_between_head_and_locate_is_no_hole() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a/x");
        Reading reading = reading(rig, 0, "a/*");
        rig.publish("a/new", "a/x"); // 3 must not be read without 2
        reading.locate();
        assertThat(collect(reading)).containsExactly(1L);
        assertThat(reading.lost()).isZero();
        assertThat(collect(reading(rig, reading.head(), "a/*").locate())).containsExactly(2L, 3L);
    }

    @Test
    void a_topic_that_comes_up_by_name_between_head_and_locate_is_no_hole() {
        LogRig rig = LogRig.keeping(10);
        Reading reading = reading(rig, 0, "a", "b");
        rig.publish("b", "a");
        reading.locate();
        assertThat(collect(reading)).isEmpty();
        assertThat(reading.lost()).isZero();
        assertThat(reading.head()).isZero();
    }

    @Test
    void eviction_between_head_and_locate_is_a_loss() {
        LogRig rig = LogRig.keeping(1);
        rig.publish("a/x");
        for (String filter : List.of("a/x", "a/*")) {
            Reading reading = reading(rig, 0, filter);
            rig.publish("a/x");
            assertThat(collect(reading.locate())).isEmpty();
            assertThat(reading.lost()).isPositive();
        }
    }

    @Test
    void eviction_between_locate_and_collect_is_a_loss() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a/x", "a/x", "a/y");
        for (String filter : List.of("a/x", "a/*")) {
            Reading reading =
                    reading(rig, rig.log.head().sequence() - 3, filter).locate();
            assertThat(reading.found()).isTrue();
            rig.publish("a/x", "a/x", "a/y");
            collect(reading);
            assertThat(reading.lost()).as(filter).isPositive();
        }
    }

    @Test
    void eviction_between_collect_and_lost_is_told_even_though_the_event_was_read() {
        LogRig rig = LogRig.keeping(1);
        rig.publish("a");
        Reading reading = reading(rig, 0, "a").locate();
        assertThat(collect(reading)).containsExactly(1L);
        rig.publish("a");
        assertThat(reading.lost()).isEqualTo(1);
    }

    @Test
    void eviction_beyond_a_read_that_was_cut_short_is_told_at_once() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a", "b", "b");
        Reading reading = reading(rig, 0, "*").locate();
        assertThat(reading.collect(1, 1_000)).extracting(Event::sequence).containsExactly(1L);
        rig.publish("b");
        assertThat(reading.lost()).isEqualTo(1);
    }

    @Test
    void eviction_of_what_the_reader_already_has_is_no_loss() {
        LogRig rig = LogRig.keeping(1);
        rig.publish("a");
        Reading reading = reading(rig, 1, "a").locate();
        rig.publish("a");
        assertThat(collect(reading)).isEmpty();
        assertThat(reading.lost()).isZero();
    }

    @Test
    void a_topic_dropped_between_locate_and_collect_is_a_loss() {
        for (String filter : List.of("a/x", "a/*", "**")) {
            LogRig rig = dropping();
            rig.publish("a/x");
            Reading reading = reading(rig, 0, filter).locate();
            drop(rig);
            assertThat(collect(reading)).as(filter).isEmpty();
            assertThat(reading.lost()).as(filter).isPositive();
        }
    }

    @Test
    void a_topic_dropped_between_head_and_locate_is_a_loss() {
        for (String filter : List.of("a/x", "a/*", "**")) {
            LogRig rig = dropping();
            rig.publish("a/x");
            Reading reading = reading(rig, 0, filter);
            drop(rig);
            assertThat(collect(reading.locate())).as(filter).isEmpty();
            assertThat(reading.lost()).as(filter).isPositive();
        }
    }

    @Test
    void a_topic_dropped_and_recreated_between_head_and_locate_is_a_loss() {
        for (String filter : List.of("a/x", "a/*", "**")) {
            LogRig rig = dropping();
            rig.publish("a/x");
            Reading reading = reading(rig, 0, filter);
            drop(rig);
            rig.publish("a/x");
            assertThat(collect(reading.locate())).as(filter).isEmpty();
            assertThat(reading.lost()).as(filter).isPositive();
        }
    }

    @Test
    void a_topic_dropped_and_recreated_between_locate_and_collect_is_a_loss() {
        for (String filter : List.of("a/x", "a/*", "**")) {
            LogRig rig = dropping();
            rig.publish("a/x");
            Reading reading = reading(rig, 0, filter).locate();
            drop(rig);
            rig.publish("a/x");
            assertThat(collect(reading)).as(filter).isEmpty();
            assertThat(reading.lost()).as(filter).isPositive();
        }
    }

    @Test
    void a_topic_dropped_and_recreated_between_collect_and_lost_is_told() {
        for (String filter : List.of("a/x", "a/*", "**")) {
            LogRig rig = dropping();
            rig.publish("a/x");
            Reading reading = reading(rig, 0, filter).locate();
            assertThat(collect(reading)).as(filter).containsExactly(1L);
            drop(rig);
            rig.publish("a/x");
            assertThat(reading.lost()).as(filter).isPositive();
            assertThat(collect(reading(rig, reading.head(), filter).locate()))
                    .as(filter)
                    .containsExactly(2L);
        }
    }

    @Test
    void a_ring_that_grew_and_shrank_under_a_walk_shows_each_event_at_most_once_and_in_order() {
        LogRig rig = new LogRig(
                builder -> builder.retention(Retention.DEFAULT.withMaxEvents(64).withMaxAge(Duration.ofMinutes(1))));
        for (int i = 0; i < 40; i++) {
            rig.publish("a");
        }
        Reading reading = reading(rig, 10, "a").locate();
        for (int i = 0; i < 60; i++) { // the first 36 go, and the ring grows
            rig.publish("a");
        }
        assertThat(collect(reading)).containsExactly(37L, 38L, 39L, 40L);
        assertThat(reading.lost()).isPositive();
        Reading second = reading(rig, 36, "a").locate();
        rig.advance(Duration.ofMinutes(2));
        rig.publish("a"); // all but this one go, and the ring shrinks
        assertThat(collect(second)).isEmpty();
        assertThat(second.lost()).isPositive();
    }

    @Test
    void the_last_n_found_while_others_append_are_those_up_to_head() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a", "b", "a");
        Reading reading = reading(rig, 0, "a", "b").locate();
        rig.publish("a", "b", "b");
        assertThat(reading.beforeLast(2)).isEqualTo(1);
    }

    private static LogRig dropping() {
        return new LogRig(builder -> builder.topicIdle(Duration.ofMinutes(1))
                .retention(Retention.DEFAULT.withMaxAge(Duration.ofMinutes(1))));
    }

    private static void drop(LogRig rig) {
        rig.passAndSweep(Duration.ofMinutes(2));
        assertThat(rig.log.topicCount()).isZero();
    }

    private static Reading reading(LogRig rig, long after, String... filters) {
        return new Reading(rig.log.store(), LogRig.filters(filters), after);
    }

    private static List<Long> collect(Reading reading) {
        return reading.collect(1_000, InMemoryEventLog.MAX_READ_BYTES).stream()
                .map(Event::sequence)
                .toList();
    }
}
