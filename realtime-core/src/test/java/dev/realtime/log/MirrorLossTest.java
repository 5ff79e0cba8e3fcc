package dev.realtime.log;

import static dev.realtime.log.MirrorRig.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.realtime.event.Cursor;
import dev.realtime.event.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a copy says of events that its log has lost, and what it does where the log tells of such. */
class MirrorLossTest {
    private static final List<Long> NONE = List.of();

    private static Set<Topic> topics(String... names) {
        return Set.of(names).stream().map(Topic::new).collect(Collectors.toSet());
    }

    // ---- which it knows of ----

    @Test
    void it_knows_which_topics_have_had_what_the_log_has_lost() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 4, "1:a 2:b 3:c 4:a"));
        assertThat(rig.mirror.lost(7, List.of(2L)).named()).isEqualTo(topics("a", "c"));
        assertThat(rig.mirror.lost(7, List.of(3L)).named()).isEqualTo(topics("a"));
        assertThat(rig.append("5:d/e").mirror.lost(7, List.of(4L)).named()).isEqualTo(topics("d/e"));
        assertThat(rig.mirror.lost(7, List.of(8L, 3L, 9L)).named())
                .as("of several generations the one that kept least counts")
                .isEqualTo(topics("a", "d/e"));
    }

    @Test
    void it_knows_of_no_loss_where_all_is_kept_or_the_log_is_another() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(1L), 4, "1:a 2:b 3:c 4:a"));
        assertThat(rig.mirror.lost(7, List.of(1L)).isEmpty()).isTrue();
        assertThat(rig.mirror.lost(7, List.of(1L, 4L)).isEmpty()).isTrue();
        assertThat(rig.mirror.lost(7, List.of(1L, 9L)).isEmpty()).isTrue();
        assertThat(rig.mirror.lost(8, List.of(1L, 2L)).isEmpty()).isTrue();
    }

    @Test
    void it_knows_a_topic_of_which_it_has_let_go_of_the_event() {
        MirrorRig rig =
                new MirrorRig(builder -> builder.topicIdle(Duration.ofMinutes(20))).load(state(NONE, 2, "1:a 2:b"));
        rig.ticker.advance(Duration.ofMinutes(11));
        rig.mirror.log().sweep();
        assertThat(rig.mirror.lost(7, List.of(1L)).named()).isEqualTo(topics("b"));
        rig.ticker.advance(Duration.ofMinutes(11));
        rig.mirror.log().sweep();
        assertThat(rig.mirror.log().topicCount()).isZero();
        assertThat(rig.mirror.lost(7, List.of(1L)).all()).as("of the name, too").isTrue();
        assertThat(rig.mirror.lost(7, List.of(2L)).isEmpty()).isTrue();
    }

    @Test
    void more_topics_than_are_named_are_all() {
        String events = IntStream.rangeClosed(1, LostTopics.MAX_NAMED + 1)
                .mapToObj(i -> i + ":t/" + i)
                .collect(Collectors.joining(" "));
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, LostTopics.MAX_NAMED + 1, events));
        assertThat(rig.mirror.lost(7, List.of(1L)).named()).hasSize(LostTopics.MAX_NAMED);
        assertThat(rig.mirror.lost(7, List.of(0L))).isEqualTo(LostTopics.ofAll());
        Set<Topic> many = IntStream.rangeClosed(0, LostTopics.MAX_NAMED)
                .mapToObj(i -> new Topic("t/" + i))
                .collect(Collectors.toSet());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LostTopics(false, many))
                .withMessage("named topics must be at most 1000: 1001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LostTopics(true, topics("a")))
                .withMessage("none must be named where it is all topics: [a]");
    }

    // ---- which it is told of ----

    @Test
    void who_was_behind_what_was_lost_is_told_and_nobody_else() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(2L), 2, "1:a 2:b"));
        LogReader concerned = rig.after(0, 1, "a");
        LogReader another = rig.after(0, 1, "b");
        LogReader all = rig.after(0, 2, "*");
        rig.lose(3, "a").append("4:a");
        assertThat(concerned.next()).isEqualTo("gap(EVICTED 1->1) 4");
        assertThat(another.next()).isEqualTo("2");
        assertThat(all.next()).isEqualTo("gap(EVICTED 2->2) 4");
        assertThat(all.next()).isEmpty();
        assertThat(rig.after(1, 3, "a").next()).as("it has come by").isEqualTo("4");
    }

    @Test
    void who_has_read_what_came_after_the_loss_but_before_it_was_told_is_told_then() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(List.of(1L), 2, "1:a 2:b"));
        LogReader reader = rig.after(0, 1, "**");
        assertThat(reader.next()).isEqualTo("2");
        rig.lose(3, "c");
        assertThat(reader.hasNews()).isTrue();
        assertThat(reader.next()).isEqualTo("gap(EVICTED 2->2)");
        assertThat(reader.hasNews()).isFalse();
        assertThat(rig.head()).isEqualTo(new Cursor(7, 1, 3));
    }

    @Test
    void who_had_what_was_lost_is_told_once() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 3, "1:a 2:a 3:a"));
        LogReader reader = rig.after(0, 3, "a");
        rig.load(state(List.of(1L), 3, "1:a 3:a", "2:a", 0)); // 2 is the loss
        assertThat(reader.next(1)).isEqualTo("gap(ROLLBACK 3->1) 3");
        assertThat(reader.next()).isEmpty();
        assertThat(rig.after(0, 1, "a").next()).isEqualTo("gap(EVICTED 1->1) 3");
    }

    @Test
    void a_loss_of_all_topics_is_one_of_those_that_are_not_there_too() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 2, "1:a 2:$b/c"));
        List<LogReader> readers =
                List.of(rig.after(0, 2, "a"), rig.after(0, 2, "d"), rig.after(0, 2, "$b/*"), rig.after(0, 2, "**"));
        rig.lose(3, LostTopics.ofAll());
        for (LogReader reader : readers) {
            assertThat(reader.next()).isEqualTo("gap(EVICTED 2->2)");
            assertThat(reader.next()).isEmpty();
        }
        assertThat(rig.append("4:d").after(0, 2, "d").next()).isEqualTo("gap(EVICTED 2->2) 4");
        assertThat(rig.after(0, 3, "d").next()).isEqualTo("4");
    }

    @Test
    void a_topic_that_is_there_for_its_loss_alone_is_forgotten_in_time_and_its_mark_counts_on() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 1, "1:b")).lose(2, "a");
        assertThat(rig.mirror.log().topicCount()).isEqualTo(2);
        rig.ticker.advance(Duration.ofMinutes(11));
        rig.mirror.log().sweep();
        assertThat(rig.mirror.log().topicCount()).isZero();
        assertThat(rig.after(0, 1, "a").next()).isEqualTo("gap(EVICTED 1->1)");
        assertThat(rig.after(0, 2, "a").next()).isEmpty();
    }

    @Test
    void its_bound_of_bytes_holds_for_topics_that_have_lost_events_too() {
        MirrorRig rig = new MirrorRig(builder -> builder.maxTotalBytes(9_000)).load(state(NONE, 1, "1:b"));
        for (int i = 2; i < 100; i++) {
            rig.lose(i, "topic/" + i);
        }
        assertThat(rig.mirror.log().totalBytes()).isLessThanOrEqualTo(9_000);
        assertThat(rig.after(0, 1, "topic/2").next()).isEqualTo("gap(EVICTED 1->1)");
        assertThat(rig.after(0, 0, "b").next()).isEqualTo("1");
    }

    @Test
    void a_loss_that_is_lost_itself_is_a_loss_of_its_topics() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 1, "1:b")).lose(2, "a");
        assertThat(rig.mirror.lost(7, List.of(1L)).named()).isEqualTo(topics("a"));
        rig.lose(3, LostTopics.ofAll());
        assertThat(rig.mirror.lost(7, List.of(2L)).all()).isTrue();
    }

    @Test
    void followers_are_told_to_look() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 1, "1:b"));
        rig.follow();
        rig.lose(2, "a");
        assertThat(rig.told).containsExactly("changed");
    }

    @Test
    void a_loss_has_the_place_after_head() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 1, "1:b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.lose(3, "a"))
                .withMessage("the next event must be 7-2: 7-3");
        assertThat(rig.after(0, 1, "**").next()).isEmpty();
    }

    @Test
    void a_copy_has_a_place_that_it_has_come_to_and_not_lost() {
        MirrorRig rig = MirrorRig.keeping(10).load(state(NONE, 3, "1:a"));
        InMemoryEventLog log = rig.mirror.log();
        assertThat(log.has(new Cursor(7, 0, 3))).isTrue();
        assertThat(log.has(new Cursor(7, 0, 4))).isFalse();
        rig.load(state(List.of(2L), 3, "1:a"));
        assertThat(log.has(new Cursor(7, 0, 3))).isFalse();
        assertThat(log.has(new Cursor(7, 0, 2))).isTrue();
    }
}
