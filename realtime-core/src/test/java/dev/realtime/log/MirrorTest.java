package dev.realtime.log;

import static dev.realtime.log.MirrorRig.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MirrorTest {
    private static final List<Long> NONE = List.of();

    // ---- a first state, and what follows it ----

    @Test
    void it_reads_as_the_log_does_with_the_same_ids() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 5, "2:a 3:b/x 5:a"));
        assertThat(rig.head()).isEqualTo(new Cursor(7, 0, 5));
        assertThat(rig.from(From.earliest(), "**").next()).isEqualTo("2 3 5");
        assertThat(rig.after(0, 2, "a").next()).isEqualTo("5");
        rig.append("6:b/x 7:c");
        assertThat(rig.after(0, 5, "**").next()).isEqualTo("6 7");
        assertThat(rig.head()).isEqualTo(new Cursor(7, 0, 7));
        Event read = rig.mirror
                .log()
                .readNow(LogRig.filters("c"), From.last(1), 1)
                .events()
                .get(0);
        assertThat(read).isEqualTo(MirrorRig.event(7, NONE, "7:c"));
        assertThat(read.data()).hasToString("7");
    }

    @Test
    void what_the_log_has_lost_is_a_gap_for_those_concerned_and_nobody_else() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 9, "3:a 9:b", "2:a 7:c/gone", 0));
        assertThat(rig.after(0, 1, "a").next()).isEqualTo("gap(EVICTED 1->1) 3");
        assertThat(rig.after(0, 2, "a").next()).isEqualTo("3");
        assertThat(rig.after(0, 6, "c/gone").next()).isEqualTo("gap(EVICTED 6->6)");
        assertThat(rig.after(0, 6, "c/*").next()).isEqualTo("gap(EVICTED 6->6)");
        assertThat(rig.after(0, 7, "c/*").next()).isEmpty();
        assertThat(rig.after(0, 0, "b").next()).isEqualTo("9");
        assertThat(rig.after(0, 0, "d").next())
                .as("a name that never was there")
                .isEmpty();
        assertThat(rig.after(0, 1, "**").next()).isEqualTo("gap(EVICTED 1->1) 3 9");
    }

    @Test
    void what_was_lost_of_topics_that_are_known_no_more_counts_for_every_name_that_is_not_there() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 9, "3:a/x 9:b", "", 8));
        assertThat(rig.after(0, 2, "a/x").next()).as("it is there").isEqualTo("3");
        assertThat(rig.after(0, 2, "b").next()).isEqualTo("9");
        for (String filter : List.of("c", "c/d", "a/y", "a/x/y", "a/*", "**")) {
            assertThat(rig.after(0, 7, filter).next()).as(filter).startsWith("gap(EVICTED 7->7)");
            assertThat(rig.after(0, 8, filter).next()).as(filter).doesNotContain("gap");
        }
    }

    @Test
    void it_lets_go_by_its_own_settings_and_says_so() {
        MirrorRig rig = MirrorRig.keeping(2).load(state(NONE, 4, "1:a 2:a 3:a 4:b"));
        assertThat(rig.after(0, 0, "a").next()).isEqualTo("gap(EVICTED 0->0) 2 3");
        rig.append("5:a");
        assertThat(rig.after(0, 1, "a").next()).isEqualTo("gap(EVICTED 1->1) 3 5");
        rig.ticker.advance(Duration.ofMinutes(11));
        rig.mirror.log().sweep();
        assertThat(rig.after(0, 3, "b").next()).isEqualTo("gap(EVICTED 3->3)");
    }

    @Test
    void an_event_beyond_its_bound_of_bytes_is_lost_at_once_and_said() {
        MirrorRig rig = new MirrorRig(builder -> builder.maxTotalBytes(9_000)).load(state(NONE, 1, "1:b"));
        Event large =
                new Event(new Cursor(7, 0, 2), new Topic("a"), "message", Instant.EPOCH, Json.of("x".repeat(9_000)));
        LogReader reader = rig.after(0, 1, "a");
        rig.follow();
        rig.mirror.append(large);
        assertThat(rig.told).containsExactly("changed");
        assertThat(reader.hasNews()).isTrue();
        assertThat(reader.next()).isEqualTo("gap(EVICTED 1->1)");
        assertThat(rig.append("3:a").after(0, 0, "**").next()).contains("gap").endsWith("1 3");
        MirrorRig other = new MirrorRig(builder -> builder.maxTotalBytes(9_000));
        other.mirror.load(new Snapshot(7, NONE, 2, List.of(MirrorRig.event(7, NONE, "1:b"), large), Map.of(), 0));
        assertThat(other.after(0, 1, "a").next()).isEqualTo("gap(EVICTED 1->1)");
    }

    @Test
    void what_is_not_the_next_event_is_refused_and_nothing_is_changed() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(1L), 2, "2:a"));
        for (Cursor wrong : List.of(
                new Cursor(7, 1, 4),
                new Cursor(7, 1, 2),
                new Cursor(7, 0, 3),
                new Cursor(7, 2, 3),
                new Cursor(8, 1, 3))) {
            Event event = new Event(wrong, new Topic("a"), "message", 0, Json.of(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rig.mirror.append(event))
                    .withMessage("the next event must be 7.1-3: " + wrong);
        }
        assertThat(rig.from(From.earliest(), "**").next()).isEqualTo("2");
        assertThat(rig.append("3:a").after(1, 2, "a").next()).isEqualTo("3");
    }

    @Test
    void nobody_else_appends_to_it() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 1, "1:a"));
        InMemoryEventLog log = rig.mirror.log();
        assertThatThrownBy(() -> log.appendNow("a", "message", Json.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this log is a copy: its events come from elsewhere");
        log.close();
        assertThat(rig.append("2:a").head().sequence()).isEqualTo(2);
    }

    // ---- after a hole in the feed ----

    @Test
    void after_a_hole_it_takes_what_is_new_and_keeps_what_it_has() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 3, "1:a 2:b 3:a"));
        LogReader reader = rig.after(0, 2, "a", "b");
        rig.load(state(NONE, 6, "3:a 5:b 6:c", "1:a 4:a 2:b", 0));
        assertThat(reader.next()).isEqualTo("gap(EVICTED 2->2) 3 5");
        assertThat(rig.after(0, 0, "b").next()).as("it has 2 still").isEqualTo("2 5");
        assertThat(rig.after(0, 0, "a").next()).as("4 never came here").isEqualTo("gap(EVICTED 0->0) 1 3");
        assertThat(rig.after(0, 4, "a").next()).isEmpty();
        assertThat(rig.append("7:a").after(0, 6, "a").next()).isEqualTo("7");
    }

    @Test
    void a_topic_that_was_forgotten_meanwhile_may_have_had_more() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 2, "1:a 2:b"));
        rig.load(state(NONE, 6, "2:b 6:b", "", 5));
        assertThat(rig.after(0, 1, "a").next()).isEqualTo("gap(EVICTED 1->1)");
        assertThat(rig.after(0, 5, "a").next()).isEmpty();
        assertThat(rig.after(0, 1, "b").next()).isEqualTo("2 6");
        assertThat(rig.after(0, 4, "c").next()).isEqualTo("gap(EVICTED 4->4)");
        assertThat(rig.after(0, 5, "c").next()).isEmpty();
    }

    @Test
    void a_topic_that_was_forgotten_here_and_comes_back_has_lost_what_it_had() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 3, "1:a 2:b 3:a"));
        rig.ticker.advance(Duration.ofMinutes(11));
        rig.mirror.log().sweep();
        rig.ticker.advance(Duration.ofMinutes(11));
        rig.mirror.log().sweep();
        assertThat(rig.mirror.log().topicCount()).isZero();
        rig.load(state(NONE, 5, "1:a 2:b 3:a 4:c 5:a"));
        assertThat(rig.after(0, 1, "a").next()).isEqualTo("gap(EVICTED 1->1) 5");
        assertThat(rig.after(0, 2, "b").next()).isEqualTo("gap(EVICTED 2->2)");
        assertThat(rig.after(0, 3, "a").next()).isEqualTo("5");
    }

    @Test
    void a_topic_that_was_forgotten_there_and_comes_back_has_lost_what_it_had() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 3, "3:b", "", 2));
        rig.load(state(NONE, 5, "3:b 5:c", "2:c", 2));
        assertThat(rig.after(0, 1, "c").next()).isEqualTo("gap(EVICTED 1->1) 5");
        assertThat(rig.after(0, 2, "c").next()).isEqualTo("5");
    }

    @Test
    void one_that_has_nothing_new_changes_nothing() {
        MirrorRig rig = MirrorRig.keeping(2).load(state(NONE, 4, "1:a 2:a 3:a 4:b"));
        LogReader reader = rig.after(0, 0, "a");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 0->0) 2");
        rig.load(state(NONE, 4, "3:a 4:b", "2:a", 0));
        assertThat(reader.next()).as("told of each loss once").isEqualTo("3");
        assertThat(rig.after(0, 0, "a").next()).isEqualTo("gap(EVICTED 0->0) 2 3");
        assertThat(rig.after(0, 1, "a").next()).isEqualTo("2 3");
    }

    @Test
    void a_reader_is_told_of_each_loss_once_whatever_was_loaded_between() {
        MirrorRig rig = MirrorRig.keeping(3).load(state(NONE, 6, "3:a 5:b 6:a", "2:a", 0));
        LogReader reader = rig.after(0, 1, "a", "b");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 1->1) 3");
        rig.load(state(NONE, 7, "5:b 6:a 7:a", "3:a", 0));
        assertThat(reader.next(1)).isEqualTo("5");
        rig.append("8:a 9:a"); // 6 goes
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 5->5) 7");
        rig.load(state(NONE, 10, "7:a 8:a 9:a", "10:b 6:a", 0));
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 7->7) 8");
        assertThat(reader.next()).isEqualTo("9");
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void a_loss_that_was_told_is_not_told_again_after_a_load_while_the_place_is_before_it() {
        Snapshot state = state(NONE, 5, "1:b 2:b 4:a 5:a", "3:a", 0);
        MirrorRig rig = MirrorRig.keeping(10).load(state);
        LogReader reader = rig.after(0, 0, "a", "b");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 0->0) 1");
        rig.load(state);
        assertThat(reader.next()).isEqualTo("2 4 5");
    }

    @Test
    void a_rollback_tells_of_what_had_gone_by_then_too() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(1L), 4, "2:b 4:a", "3:a", 0));
        LogReader reader = rig.after(0, 4, "a", "b");
        assertThat(reader.next(1)).isEqualTo("gap(ROLLBACK 4->1) 2");
        assertThat(reader.next(1)).isEqualTo("4");
    }

    @Test
    void the_ages_of_what_it_has_go_on() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 1, "1:a"));
        rig.ticker.advance(Duration.ofMinutes(9));
        rig.load(state(NONE, 2, "1:a 2:b"));
        rig.ticker.advance(Duration.ofMinutes(2));
        rig.mirror.log().sweep();
        assertThat(rig.from(From.earliest(), "**").next()).isEqualTo("2");
    }

    @Test
    void a_log_must_not_go_back_within_a_generation() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(1L), 3, "2:a 3:a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.mirror.load(state(List.of(1L), 2, "2:a")))
                .withMessage("a log that has lost its newest events must raise its generation; head was 3: 2");
        for (List<Long> kept : List.of(NONE, List.of(2L))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rig.mirror.load(state(kept, 4, "")))
                    .withMessage("a generation must begin where it did, and none is taken back; they began after [1]: "
                            + kept);
        }
        assertThat(rig.from(From.earliest(), "**").next()).isEqualTo("2 3");
    }

    // ---- another generation ----

    @Test
    void who_is_beyond_what_was_kept_is_told_and_goes_on_there() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 5, "1:a 2:a 3:a 4:b 5:a"));
        LogReader beyond = rig.after(0, 5, "a");
        LogReader before = rig.after(0, 2, "a");
        LogReader there = rig.after(0, 3, "a");
        rig.load(state(List.of(3L), 5, "1:a 2:a 3:a 4:a 5:b"));
        assertThat(rig.head()).isEqualTo(new Cursor(7, 1, 5));
        assertThat(beyond.hasNews()).isTrue();
        assertThat(beyond.next(1)).isEqualTo("gap(ROLLBACK 5->3) 4");
        assertThat(beyond.next()).isEmpty();
        assertThat(before.next()).isEqualTo("3 4");
        assertThat(there.next()).isEqualTo("4");
        assertThat(rig.append("6:b").after(1, 5, "b").next()).isEqualTo("6");
    }

    @Test
    void a_rollback_with_nothing_after_it_is_a_gap_alone_and_told_once() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 5, "1:a 3:a 5:a"));
        LogReader reader = rig.after(0, 5, "a");
        rig.load(state(List.of(3L), 3, "1:a 3:a"));
        Batch batch = rig.mirror.log().readNow(LogRig.filters("a"), From.after(new Cursor(7, 0, 5)), 10);
        assertThat(batch.gap()).isEqualTo(new Gap(Gap.Reason.ROLLBACK, new Cursor(7, 0, 5), new Cursor(7, 0, 3)));
        assertThat(batch.cursor()).isEqualTo(rig.head()).isEqualTo(new Cursor(7, 0, 3));
        assertThat(reader.next()).isEqualTo("gap(ROLLBACK 5->3)");
        assertThat(reader.hasNews()).isFalse();
        assertThat(rig.from(From.after(batch.cursor()), "a").next()).isEmpty();
    }

    @Test
    void a_generation_that_lost_nothing_is_seen_by_nobody() {
        MirrorRig rig = MirrorRig.keeping(2).load(state(NONE, 4, "2:a 3:a 4:b", "1:a", 0));
        Cursor head = rig.head();
        LogReader reader = rig.after(0, 0, "a");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 0->0) 2");
        rig.load(state(List.of(4L), 4, "2:a 3:a 4:b", "1:a", 0));
        assertThat(rig.head()).isEqualTo(head);
        assertThat(reader.next()).isEqualTo("3");
        assertThat(rig.from(From.after(head), "**").next()).isEmpty();
        rig.append("5:a");
        assertThat(rig.head()).isEqualTo(new Cursor(7, 1, 5));
        assertThat(rig.from(From.after(head), "**").next()).isEqualTo("5");
        assertThat(reader.next()).isEqualTo("5");
    }

    @Test
    void of_several_generations_the_one_that_kept_least_counts() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(8L, 4L, 6L), 7, "2:a 5:a 6:a 7:a"));
        assertThat(rig.after(0, 7, "a").next()).isEqualTo("gap(ROLLBACK 7->4) 5 6 7");
        assertThat(rig.after(1, 9, "a").next()).isEqualTo("gap(ROLLBACK 9->4) 5 6 7");
        assertThat(rig.after(2, 7, "a").next()).isEqualTo("gap(ROLLBACK 7->6) 7");
        assertThat(rig.after(2, 6, "a").next()).isEqualTo("7");
        assertThat(rig.after(3, 7, "a").next()).isEmpty();
        assertThat(rig.after(0, 4, "a").next()).isEqualTo("5 6 7");
    }

    @Test
    void a_cursor_of_what_is_yet_to_come_is_none_of_ours() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(2L), 3, "1:a 3:a"));
        assertThat(rig.after(1, 4, "a").next()).isEqualTo("gap(EPOCH 0) 1 3");
        assertThat(rig.after(2, 1, "a").next()).isEqualTo("gap(EPOCH 0) 1 3");
        InMemoryEventLog log = rig.mirror.log();
        assertThat(log.knows(new Cursor(7, 1, 4))).isFalse();
        assertThat(log.knows(new Cursor(7, 2, 1))).isFalse();
        assertThat(log.knows(new Cursor(8, 0, 1))).isFalse();
        assertThat(log.knows(new Cursor(7, 1, 3))).isTrue();
        assertThat(log.knows(new Cursor(7, 0, 9))).as("it is lost, for certain").isTrue();
    }

    @Test
    void a_loss_among_what_was_taken_back_stays_a_loss_before_it() {
        MirrorRig rig = MirrorRig.keeping(1).load(state(NONE, 3, "1:a 2:b 3:b"));
        rig.append("4:b 5:c"); // 3 has gone
        rig.load(state(List.of(2L), 3, "1:a 2:b 3:c"));
        assertThat(rig.after(1, 3, "**").next()).isEmpty();
        assertThat(rig.after(0, 2, "**").next()).isEqualTo("3");
        assertThat(rig.after(0, 1, "b").next()).as("2 has gone here already").isEqualTo("gap(EVICTED 1->1)");
    }

    // ---- another epoch ----

    @Test
    void of_another_epoch_nothing_stays_and_who_read_is_told() {
        MirrorRig rig = MirrorRig.keeping(1).load(state(List.of(1L), 4, "3:a 4:b", "2:a", 0));
        LogReader reader = rig.after(1, 4, "a", "b");
        rig.mirror.load(state(8, NONE, 2, "1:c 2:a", "", 0));
        assertThat(rig.mirror.log().topicCount()).isEqualTo(2);
        assertThat(reader.hasNews()).isTrue();
        assertThat(reader.next()).isEqualTo("gap(EPOCH 1) 2");
        assertThat(reader.next()).isEmpty();
        assertThat(rig.from(From.after(new Cursor(8, 0, 0)), "**").next()).isEqualTo("1 2");
    }

    // ---- who follows, and who reads meanwhile ----

    @Test
    void followers_are_told_of_what_is_added_and_to_look() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 2, "1:a 2:a"));
        rig.follow();
        rig.append("3:a");
        rig.load(state(NONE, 5, "2:a 3:a 5:b", "4:c", 0));
        assertThat(rig.told).containsExactly("3", "5", "changed");
        rig.told.clear();
        rig.load(state(List.of(4L), 5, "3:a 5:c", "4:c", 0));
        assertThat(rig.told).containsExactly("5", "changed");
        rig.told.clear();
        rig.mirror.load(state(8, NONE, 1, "1:a", "", 0));
        assertThat(rig.told).containsExactly("1", "changed");
    }

    @Test
    void a_follower_that_has_left_is_told_no_more_even_of_another_store() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 0, ""));
        try (EventLog.Following left = rig.mirror.log().follow(event -> rig.told.add("x"))) {
            rig.load(state(NONE, 1, "1:a"));
        }
        rig.append("2:a");
        assertThat(rig.told).containsExactly("x");
    }

    @Test
    void who_reads_while_it_loads_has_the_state_before_and_then_what_has_changed() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 4, "1:a 2:b 3:a 4:b"));
        List<TopicFilter> filters = new AbstractList<>() {
            @Override
            public TopicFilter get(int index) {
                if (index == 1 && rig.head().generation() == 0) {
                    rig.load(state(List.of(2L), 3, "1:a 2:b 3:b")); // after the read has begun
                }
                return TopicFilter.of(index == 0 ? "a" : "b");
            }

            @Override
            public int size() {
                return 2;
            }
        };
        LogReader reader = new LogReader(rig.mirror.log(), filters, From.after(new Cursor(7, 0, 1)));
        assertThat(reader.next()).isEqualTo("2 3 4");
        assertThat(reader.next()).isEqualTo("gap(ROLLBACK 4->2) 3");
    }

    @Test
    void who_hears_of_a_loss_from_the_state_before_is_still_told_of_those_after() {
        MirrorRig rig = MirrorRig.keeping(1).load(state(NONE, 2, "1:a 2:b"));
        InMemoryEventLog before = new InMemoryEventLog(rig.mirror.log().store());
        rig.load(state(NONE, 2, "1:a 2:b"));
        rig.ticker.advance(Duration.ofMinutes(11));
        before.sweep(); // as one that was under way
        Batch told = before.readNow(LogRig.filters("a", "b"), From.after(new Cursor(7, 0, 0)), 10);
        assertThat(LogReader.show(told)).isEqualTo("gap(EVICTED 0->0)");
        rig.append("3:a 4:a");
        assertThat(rig.from(new From.After(told.position()), "a", "b").next()).isEqualTo("gap(EVICTED 2->2) 4");
    }

    @Test
    void a_replay_goes_on_as_far_as_its_end_is_still_of_this_log() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 4, "1:a 2:a 3:a 4:a"));
        InMemoryEventLog log = rig.mirror.log();
        List<TopicFilter> filters = LogRig.filters("a");
        Cursor upTo = rig.head();
        Cursor begin = log.locateLast(filters, 3, upTo);
        assertThat(begin.sequence()).isEqualTo(1);
        rig.load(state(List.of(3L), 5, "1:a 2:a 3:a 4:a 5:a"));
        assertThat(log.readUpTo(filters, begin, upTo, 10, Long.MAX_VALUE))
                .extracting(Event::sequence)
                .containsExactly(2L, 3L);
        assertThat(log.locateLast(filters, 1, upTo).sequence()).isEqualTo(2);
        rig.mirror.load(state(8, NONE, 5, "1:a 2:a 3:a 4:a 5:a", "", 0));
        assertThat(log.readUpTo(filters, begin, upTo, 10, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void how_far_behind_a_place_is_counts_from_where_its_reader_goes_on() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(10L), 30, ""));
        InMemoryEventLog log = rig.mirror.log();
        assertThat(log.behind(new Cursor(7, 1, 28))).isEqualTo(2);
        assertThat(log.behind(new Cursor(7, 0, 28))).isEqualTo(20);
        assertThat(log.behind(new Cursor(8, 0, 28))).isEqualTo(30);
    }
}
