package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GapTest {
    @Test
    void a_gap_says_from_where_and_all_that_is_retained_follows() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a", "a", "a", "a", "a");
        LogReader reader = rig.after(1, "a");
        assertThat(reader.next()).isEqualTo("gap(EVICTED 1->1) 4 5");
        assertThat(reader.place()).isEqualTo(5);
    }

    @Test
    void a_gap_may_come_alone() {
        LogRig rig = new LogRig(builder -> builder);
        rig.publish("a", "a", "b");
        rig.passAndSweep(Duration.ofMinutes(11));
        LogReader reader = rig.after(1, "a");
        assertThat(reader.next()).isEqualTo("gap(EVICTED 1->1)");
        assertThat(reader.place()).isEqualTo(3);
        assertThat(reader.next()).isEmpty();
        assertThat(reader.hasNews()).isFalse();
    }

    @Test
    void what_was_evicted_before_the_place_is_no_gap() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a", "a", "a", "a", "a");
        assertThat(rig.after(3, "a").next()).isEqualTo("4 5");
        assertThat(rig.after(4, "a").next()).isEqualTo("5");
        assertThat(rig.after(5, "a").next()).isEmpty();
    }

    @Test
    void what_others_lost_is_no_gap() {
        LogRig rig = LogRig.keeping(1);
        rig.publish("quiet", "noisy", "noisy", "noisy", "x/noisy", "x/noisy", "$x/noisy", "$x/noisy");
        assertThat(rig.after(0, "quiet").next()).isEqualTo("1");
        assertThat(rig.after(1, "quiet").next()).isEmpty();
        assertThat(rig.after(1, "x/quiet", "quiet").next()).isEmpty();
        assertThat(rig.after(1, "x/*/y").next()).isEmpty();
        assertThat(rig.after(4, "*").next()).isEmpty();
        assertThat(rig.after(6, "**").next()).isEmpty();
        assertThat(rig.after(4, "**").next()).isEqualTo("gap(EVICTED 4->4) 6");
        assertThat(rig.after(1, "*").next()).isEqualTo("gap(EVICTED 1->1) 4");
        assertThat(rig.after(1, "$x/*").next()).isEqualTo("gap(EVICTED 1->1) 8");
    }

    @Test
    void one_reader_is_told_of_each_loss_once() {
        LogRig rig = LogRig.keeping(3);
        rig.publish("a", "a", "a", "a", "a", "a");
        LogReader reader = rig.after(1, "a");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 1->1) 4");
        assertThat(reader.next(1)).isEqualTo("5");
        rig.publish("a", "a", "a");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 5->5) 7");
        assertThat(reader.next(1)).isEqualTo("8");
        assertThat(reader.next()).isEqualTo("9");
    }

    @Test
    void a_loss_that_was_told_is_not_told_again_while_the_place_is_before_it() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("quiet", "quiet", "noisy", "noisy", "noisy"); // 3 is lost
        LogReader reader = rig.after(0, "*");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 0->0) 1");
        assertThat(reader.next(1)).isEqualTo("2");
        rig.publish("other", "other", "other"); // 6 is lost: another loss, told for itself
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 2->2) 4");
        assertThat(reader.next()).isEqualTo("5 7 8");
    }

    @Test
    void a_resume_before_the_loss_is_told_again_and_one_after_it_is_not() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("quiet", "quiet", "noisy", "noisy", "noisy"); // 3 is lost
        assertThat(rig.after(0, "*").next(1)).isEqualTo("gap(EVICTED 0->0) 1");
        assertThat(rig.after(1, "*").next(1)).isEqualTo("gap(EVICTED 1->1) 2");
        assertThat(rig.after(2, "*").next(1)).isEqualTo("gap(EVICTED 2->2) 4");
        assertThat(rig.after(4, "*").next(1)).isEqualTo("5");
    }

    @Test
    void a_caught_up_reader_that_sleeps_through_a_topics_whole_life_is_told() {
        LogRig rig = new LogRig(builder -> builder);
        LogReader named = rig.from(From.latest(), "a/b");
        LogReader wild = rig.from(From.latest(), "a/*");
        LogReader stranger = rig.from(From.latest(), "c/*");
        rig.publish("a/b");
        rig.passAndSweep(Duration.ofMinutes(11));
        rig.passAndSweep(Duration.ofMinutes(11));
        assertThat(rig.log.topicCount()).isZero();
        assertThat(named.next()).isEqualTo("gap(EVICTED 0->0)");
        assertThat(wild.next()).isEqualTo("gap(EVICTED 0->0)");
        assertThat(named.next()).isEmpty();
        assertThat(wild.next()).isEmpty();
        // A name that is not there may be told of others below the same parent that are not there either.
        assertThat(stranger.next()).isIn("", "gap(EVICTED 0->0)");
    }
}
