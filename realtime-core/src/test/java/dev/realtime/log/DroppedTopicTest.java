package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A topic that is dropped leaves its loss to its parent, for the names below that are not there. */
class DroppedTopicTest {
    private static final Duration AGE = Duration.ofMinutes(1);

    @Test
    void a_topic_is_dropped_when_it_is_idle_and_not_merely_empty() {
        LogRig rig = rig();
        rig.publish("a");
        rig.passAndSweep(AGE.plusSeconds(1));
        assertThat(rig.log.topicCount()).isEqualTo(1);
        rig.passAndSweep(Duration.ofMinutes(10).minusSeconds(61));
        assertThat(rig.log.topicCount()).isEqualTo(1);
        rig.passAndSweep(Duration.ofNanos(1));
        assertThat(rig.log.topicCount()).isZero();
    }

    @Test
    void a_topic_with_events_is_never_dropped_for_idleness() {
        LogRig rig = new LogRig(builder -> builder.topicIdle(Duration.ofSeconds(1)));
        rig.publish("a");
        rig.passAndSweep(Duration.ofMinutes(10));
        assertThat(rig.log.topicCount()).isEqualTo(1);
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("1");
    }

    @Test
    void a_dropped_topics_loss_is_told_by_its_name_and_by_wildcards() {
        LogRig rig = rig();
        rig.publish("a/b/c", "stays");
        drop(rig, "stays");
        for (String filter : new String[] {"a/b/c", "a/b/*", "a/*/c", "*/b/c", "a/**", "**"}) {
            assertThat(rig.after(0, filter).next()).as(filter).startsWith("gap(EVICTED 0->0)");
            assertThat(rig.after(2, filter).next()).as(filter).doesNotContain("gap");
        }
    }

    @Test
    void the_loss_of_a_dropped_topic_is_no_gap_for_topics_that_are_there() {
        LogRig rig = rig();
        rig.publish("a/stays", "a/goes");
        drop(rig, "a/stays");
        assertThat(rig.log.topicCount()).isEqualTo(1);
        assertThat(rig.after(2, "a/stays").next()).isEqualTo("3");
        LogReader named = rig.from(From.after(rig.log.head()), "a/stays");
        assertThat(named.next()).isEmpty();
        assertThat(rig.after(1, "b/**").next()).isEqualTo("");
    }

    @Test
    void a_recreated_topic_inherits_what_its_namesake_lost() {
        LogRig rig = rig();
        rig.publish("a/b", "stays");
        drop(rig, "stays");
        rig.publish("a/b");
        long created = rig.log.head().sequence();
        assertThat(rig.after(0, "a/b").next()).isEqualTo("gap(EVICTED 0->0) " + created);
        assertThat(rig.after(0, "a/*").next()).isEqualTo("gap(EVICTED 0->0) " + created);
        assertThat(rig.after(1, "a/b").next()).isEqualTo("" + created);
    }

    @Test
    void a_topic_recreated_below_a_parent_that_went_too_inherits_as_well() {
        LogRig rig = rig();
        rig.publish("a/b/c/d", "stays");
        drop(rig, "stays");
        rig.publish("a/x");
        rig.publish("a/b/c/d");
        String created = "" + rig.log.head().sequence();
        assertThat(rig.after(0, "a/b/c/d").next()).isEqualTo("gap(EVICTED 0->0) " + created);
        assertThat(rig.after(0, "a/b/*/d").next()).isEqualTo("gap(EVICTED 0->0) " + created);
        assertThat(rig.after(1, "a/b/*/d").next()).isEqualTo(created);
    }

    @Test
    void a_loss_that_came_after_the_last_walk_is_told_by_the_next() {
        LogRig rig = new LogRig(builder -> builder.retention(Retention.DEFAULT.withMaxAge(AGE))
                .retention("a/stays", Retention.DEFAULT.withMaxAge(Duration.ofHours(1))));
        rig.publish("a/goes", "a/stays");
        assertThat(rig.after(0, "**").next()).isEqualTo("1 2");
        rig.publish("a/goes");
        rig.passAndSweep(Duration.ofMinutes(11));
        assertThat(rig.log.topicCount()).isEqualTo(1);
        assertThat(rig.after(2, "**").next()).isEqualTo("gap(EVICTED 2->2)");
    }

    @Test
    void a_topic_with_others_below_it_is_dropped_alone() {
        LogRig rig = rig();
        rig.publish("a", "a/b");
        drop(rig, "a/b");
        assertThat(rig.after(0, "a").next()).isEqualTo("gap(EVICTED 0->0)");
        assertThat(rig.after(2, "a").next()).isEmpty();
        assertThat(rig.after(2, "a/*").next()).isEqualTo("3");
        rig.publish("a");
        assertThat(rig.after(0, "a").next()).isEqualTo("gap(EVICTED 0->0) 4");
    }

    @Test
    void a_name_that_never_was_may_be_told_of_a_dropped_sibling_but_never_twice() {
        LogRig rig = rig();
        rig.publish("a/b", "a/stays");
        drop(rig, "a/stays");
        LogReader reader = rig.after(0, "a/never");
        assertThat(reader.next()).isEqualTo("gap(EVICTED 0->0)");
        assertThat(reader.next()).isEmpty();
        assertThat(reader.hasNews()).isFalse();
    }

    @Test
    void one_that_was_told_of_the_loss_is_not_told_again_when_the_topic_is_dropped() {
        LogRig rig = rig();
        rig.publish("a/b", "a/b", "a/stays", "a/stays");
        rig.advance(AGE.plusNanos(1));
        rig.publish("a/stays");
        rig.log.sweep();
        LogReader reader = rig.after(1, "a/b", "a/stays");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 1->1) 5");
        drop(rig, "a/stays");
        assertThat(rig.log.topicCount()).isEqualTo(1);
        assertThat(reader.next()).isEqualTo("6");
    }

    private static LogRig rig() {
        return new LogRig(builder -> builder.retention(Retention.DEFAULT.withMaxAge(AGE)));
    }

    /** Lets every topic but one grow idle; that one gets one more event. */
    private static void drop(LogRig rig, String stays) {
        rig.advance(Duration.ofMinutes(11));
        rig.publish(stays);
        rig.log.sweep();
    }
}
