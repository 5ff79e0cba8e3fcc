package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.realtime.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ReadTest {
    @Test
    void there_is_one_order_over_all_topics() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a", "b/c", "d", "a", "b/c", "a");
        assertThat(rig.from(From.earliest(), "a", "b/c").next()).isEqualTo("1 2 4 5 6");
        assertThat(rig.from(From.earliest(), "**").next()).isEqualTo("1 2 3 4 5 6");
        assertThat(rig.from(From.earliest(), "*/c", "d").next()).isEqualTo("2 3 5");
    }

    @Test
    void overlapping_filters_deliver_an_event_once() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a/b", "a/c", "a/b/c", "d");
        assertThat(rig.from(From.earliest(), "a/b", "a/*", "**", "*/b", "a/**", "a/b")
                        .next())
                .isEqualTo("1 2 3 4");
    }

    @Test
    void latest_is_what_comes_from_now_on() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a", "a");
        LogReader reader = rig.from(From.latest(), "a");
        assertThat(reader.next()).isEmpty();
        rig.publish("b", "a");
        assertThat(reader.next()).isEqualTo("4");
    }

    @Test
    void earliest_is_what_is_retained_and_what_had_gone_is_no_gap() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a", "a", "a", "b");
        LogReader reader = rig.from(From.earliest(), "*");
        assertThat(reader.next(2)).isEqualTo("2 3");
        assertThat(reader.next(2)).isEqualTo("4");
    }

    @Test
    void what_goes_between_the_beginning_and_the_first_read_is_a_gap() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a", "a", "a");
        LogReader earliest = rig.from(From.earliest(), "a");
        LogReader last = rig.from(From.last(2), "a");
        rig.publish("a");
        assertThat(earliest.next()).isEqualTo("gap(EVICTED 0->0) 3 4");
        assertThat(last.next()).isEqualTo("gap(EVICTED 1->1) 3 4");
    }

    @Test
    void the_last_n_are_merged_over_all_topics_and_overlapping_filters() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a/x", "a/x", "b", "b", "a/y", "other", "a/x", "b"); // a/x 1 and b 3 are lost
        assertThat(rig.from(From.last(3), "a/*", "a/x", "a/**", "b").next()).isEqualTo("5 7 8");
        assertThat(rig.from(From.last(1), "a/*").next()).isEqualTo("7");
        assertThat(rig.from(From.last(100), "a/*").next()).isEqualTo("2 5 7");
        assertThat(rig.from(From.last(4), "a/*", "b").next()).isEqualTo("4 5 7 8");
    }

    @Test
    void the_last_0_are_what_comes_from_now_on() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a");
        assertThat(From.last(0)).isEqualTo(From.latest());
        LogReader reader = rig.from(new From.Last(0), "a");
        rig.publish("a");
        assertThat(reader.next()).isEqualTo("2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> From.last(-1))
                .withMessage("count of last events must not be negative: -1");
    }

    @Test
    void the_last_n_of_nothing_are_what_comes_from_now_on() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("other");
        LogReader reader = rig.from(From.last(5), "a", "b/*");
        assertThat(reader.place()).isEqualTo(1);
        rig.publish("b/x");
        assertThat(reader.next()).isEqualTo("2");
    }

    @Test
    void a_read_has_at_most_its_limit_and_the_next_goes_on_there() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a", "b", "a", "b", "a");
        LogReader reader = rig.from(From.earliest(), "*");
        assertThat(reader.next(2)).isEqualTo("1 2");
        assertThat(reader.place()).isEqualTo(2);
        assertThat(reader.next(2)).isEqualTo("3 4");
        assertThat(reader.next(2)).isEqualTo("5");
        assertThat(reader.next(2)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(0)).withMessage("limit must be 1 or more: 0");
    }

    @Test
    void a_read_ends_early_when_its_payloads_add_up_but_never_before_the_first() {
        LogRig rig = LogRig.keeping(10);
        int half = (int) InMemoryEventLog.MAX_READ_BYTES / 2;
        for (String topic : List.of("a", "a", "a", "b")) {
            rig.publish(topic, half);
        }
        rig.publish("a", 3 * half);
        rig.publish("b");
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("1 2");
        LogReader reader = rig.from(From.earliest(), "*");
        assertThat(reader.next()).isEqualTo("1 2");
        assertThat(reader.next()).isEqualTo("3 4");
        assertThat(reader.next()).isEqualTo("5");
        assertThat(reader.next()).isEqualTo("6");
    }

    @Test
    void an_event_that_does_not_fit_waits_for_the_next_read() {
        LogRig rig = LogRig.keeping(10);
        int half = (int) InMemoryEventLog.MAX_READ_BYTES / 2;
        rig.publish("a", half);
        rig.publish("a", half + 1);
        rig.publish("b", half);
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("1");
        LogReader reader = rig.from(From.earliest(), "*");
        assertThat(reader.next()).isEqualTo("1");
        assertThat(reader.next()).isEqualTo("2");
        assertThat(reader.next()).isEqualTo("3");
    }

    @Test
    void an_empty_read_moves_the_place_past_what_others_published() {
        LogRig rig = LogRig.keeping(1);
        LogReader reader = rig.from(From.latest(), "a");
        rig.publish("b", "b", "b");
        assertThat(reader.next()).isEmpty();
        assertThat(reader.place()).isEqualTo(3);
    }

    @Test
    void a_wildcard_never_shows_a_dollar_topic() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("$sys/load", "a", "$x", "a/$y");
        assertThat(rig.from(From.earliest(), "**").next()).isEqualTo("2 4");
        assertThat(rig.from(From.last(10), "*", "*/*").next()).isEqualTo("2 4");
        assertThat(rig.from(From.earliest(), "$sys/*", "$x").next()).isEqualTo("1 3");
        assertThat(rig.after(2, "**", "$x").hasNews()).isTrue();
        assertThat(rig.after(0, "*/load").hasNews()).isFalse();
    }

    @Test
    void a_topic_may_have_topics_below_it() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a/b/c", "a", "a/b", "a/d");
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("2");
        assertThat(rig.from(From.earliest(), "a/*").next()).isEqualTo("3 4");
        assertThat(rig.from(From.earliest(), "a/**").next()).isEqualTo("1 3 4");
        assertThat(rig.from(From.earliest(), "a/*/**").next()).isEqualTo("1");
    }

    @Test
    void the_stages_are_complete_at_once() throws ExecutionException, InterruptedException {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a");
        assertThat(LogReader.show(rig.log
                        .read(LogRig.filters("a"), From.earliest(), 10)
                        .toCompletableFuture()
                        .get()))
                .isEqualTo("1");
        assertThat(rig.log.read(LogRig.filters("a"), From.earliest(), 0).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void jumps_of_the_wall_clock_change_times_and_nothing_else() {
        ManualClock clock = new ManualClock("2026-11-20T09:00:00Z");
        LogRig rig = new LogRig(builder -> builder.clock(clock));
        LogReader reader = rig.from(From.latest(), "a");
        rig.publish("a");
        clock.jumpTo("2036-01-01T00:00:00Z");
        rig.publish("a");
        clock.jumpTo("1996-01-01T00:00:00Z");
        rig.publish("a");
        rig.passAndSweep(Duration.ofMinutes(10));
        assertThat(reader.next()).isEqualTo("1 2 3");
        Batch batch = rig.log.readNow(LogRig.filters("a"), From.earliest(), 10);
        assertThat(batch.events())
                .extracting(Event::time)
                .extracting(Object::toString)
                .containsExactly("2026-11-20T09:00:00Z", "2036-01-01T00:00:00Z", "1996-01-01T00:00:00Z");
    }
}
