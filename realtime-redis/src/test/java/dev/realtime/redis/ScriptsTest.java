package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the scripts do that append and tend. */
class ScriptsTest extends ScriptRig {
    @Test
    void an_event_is_in_its_topic_and_in_the_feed_with_the_next_number() {
        assertAnswer(append().run(), "appended", 1);
        assertAnswer(append().to("b").run(), "appended", 2);
        assertThat(ids(":feed")).containsExactly("1-0", "2-0");
        assertThat(ids(":topic:a")).containsExactly("1-0");
        assertThat(ids(":topic:b")).containsExactly("2-0");
        assertThat(tend()).isEqualTo(List.of("-77", 2L, List.of()));
    }

    @Test
    void an_append_that_comes_twice_is_in_the_log_once() {
        List<?> first = append().run(1, 0);
        append().run(2, 1);
        assertThat(append().run(1, 0)).isEqualTo(first);
        assertAnswer(append().run(2, 1), "appended", 2);
        assertThat(ids(":feed")).hasSize(2);
    }

    @Test
    void an_append_whose_predecessor_has_not_come_is_refused_and_one_that_was_passed_for_ever() {
        assertThat(append().run(2, 1)).isEqualTo(List.of("turn"));
        assertAnswer(append().run(2, 0), "appended", 1);
        assertThat(append().run(1, 0)).isEqualTo(List.of("passed"));
        assertThat(ids(":feed")).hasSize(1);
    }

    @Test
    void a_repeat_that_comes_twice_is_a_repeat_and_keeps_its_turn() {
        append().key("k").run(1, 0);
        List<?> repeated = append().key("k").run(2, 1);
        assertAnswer(repeated, "repeated", 1);
        assertThat(repeated.subList(5, 7)).isEqualTo(List.of("message", "1"));
        assertThat(append().key("k").run(2, 1)).isEqualTo(repeated);
        assertAnswer(append().run(3, 2), "appended", 2);
    }

    @Test
    void keys_are_forgotten_oldest_first_at_each_bound_and_by_age() {
        for (int i = 0; i < 4; i++) {
            Append append = append().key("k" + i);
            append.keysPerTopic = 3;
            append.run();
        }
        assertThat(redis.send("ZRANGE", LOG + ":keys:a", "0", "-1")).isEqualTo(List.of("k1", "k2", "k3"));
        Append other = append().to("b").key("k");
        other.keysInAll = 3;
        other.run();
        assertThat(redis.send("ZRANGE", LOG + ":keys:a", "0", "-1")).isEqualTo(List.of("k2", "k3"));
        assertThat(redis.send("XLEN", LOG + ":keys")).isEqualTo(3L);
        Append late = append().key("k3");
        late.keyAge = -1;
        assertAnswer(late.run(), "appended", 6);
        assertThat(redis.send("XLEN", LOG + ":keys")).isEqualTo(3L);
    }

    @Test
    void what_is_too_many_goes_and_leaves_a_mark_unless_it_was_superseded() {
        for (int i = 0; i < 5; i++) {
            Append append = append();
            append.maxEvents = 3;
            append.run();
            Append latest = append().to("latest");
            latest.maxEvents = 1;
            latest.latestOnly = true;
            latest.run();
        }
        assertThat(ids(":topic:a")).containsExactly("5-0", "7-0", "9-0");
        assertThat(ids(":topic:latest")).containsExactly("10-0");
        assertThat(redis.send("HGETALL", LOG + ":lost")).isEqualTo(List.of("a", "3"));
    }

    @Test
    void a_topic_holds_no_more_than_its_bytes_and_the_newest_event_always() {
        for (int size : List.of(100, 100, 100, 5_000)) {
            Append append = append();
            append.data = "x".repeat(size);
            append.maxBytes = 2 * (100 + 120);
            append.run();
        }
        assertThat(ids(":topic:a")).containsExactly("4-0");
        assertThat(redis.send("HGET", LOG + ":lost", "a")).isEqualTo("3");
    }

    @Test
    void at_the_bound_of_all_bytes_the_largest_topic_lets_go_and_the_sum_stays_true() {
        for (int i = 0; i < 20; i++) {
            Append append = append().to(i % 4 == 0 ? "small" : "large");
            append.data = "x".repeat(500);
            append.maxTotal = 8_000;
            append.run();
        }
        assertThat(ids(":topic:small")).hasSize(5);
        assertThat(ids(":topic:large")).isNotEmpty().hasSizeLessThan(10).last().isEqualTo("20-0");
        long events = ids(":topic:small").size() + ids(":topic:large").size();
        assertThat(redis.send("HGET", LOG, "bytes")).isEqualTo("" + (events * 620 + 2 * 260 + 10));
    }

    @Test
    void what_is_past_its_age_goes_then_its_topic_and_the_mark_counts_for_all_that_are_not_known() throws Exception {
        Append append = append();
        append.maxAge = -1;
        append.run();
        append().to("b").run();
        tend();
        assertThat(redis.send("EXISTS", LOG + ":topic:a")).isEqualTo(0L);
        tend(); // empty since before this one
        assertThat(redis.send("HGET", LOG, "forgotten")).isEqualTo("1");
        assertThat(redis.send("HGETALL", LOG + ":lost")).isEqualTo(List.of());
        assertThat(redis.send("ZRANGE", LOG + ":sizes", "0", "-1")).isEqualTo(List.of("b"));
        assertThat(redis.send("HGET", LOG, "bytes")).isEqualTo("" + (1 + 120 + 260 + 1));
    }

    @Test
    void the_feed_holds_half_its_bound_at_least_and_all_of_it_at_most() {
        for (int i = 1; i <= 100; i++) {
            Append append = append();
            append.data = "x".repeat(1_000);
            append.maxFeed = 22_420; // twenty such events
            append.run();
            assertThat(ids(":feed")).hasSizeBetween(Math.min(i, 10), 20).last().isEqualTo(i + "-0");
        }
    }

    @Test
    void what_a_node_that_is_gone_has_appended_is_forgotten_in_time() {
        append().run();
        assertThat(redis.send("EXISTS", LOG + ":node:node")).isEqualTo(1L);
        eval(Script.TEND, "-77", "another", "-1", "0", "0", "0", "512", "0", "0");
        assertThat(redis.send("EXISTS", LOG + ":node:node")).isEqualTo(0L);
    }

    @Test
    void what_is_left_of_a_log_whose_hash_is_gone_goes_with_it() {
        append().run();
        append().key("k").run();
        redis.send("HSET", LOG + ":rewound", "a", "9");
        redis.send("DEL", LOG);
        assertAnswer(append().key("k").run(), "appended", 1);
        assertThat(redis.send("EXISTS", LOG + ":rewound")).isEqualTo(0L);
        assertThat(ids(":topic:a")).containsExactly("1-0");
        assertThat(ids(":feed")).containsExactly("1-0");
    }

    // ---- generations ----

    @Test
    void another_history_of_the_server_begins_a_generation() {
        append().run();
        redis.send("HSET", LOG, "history", "of-another-server");
        List<?> second = append().run();
        assertAnswer(second, "appended", 2);
        assertThat(second.get(2)).isEqualTo(1L);
        assertThat(tend()).isEqualTo(List.of("-77", 2L, List.of("1")));
    }

    @Test
    void a_node_that_has_seen_more_than_there_is_begins_a_generation() {
        append().run();
        assertThat(tend("-77", "1")).isEqualTo(List.of("-77", 1L, List.of()));
        assertThat(tend("-77", "3")).isEqualTo(List.of("-77", 1L, List.of("1")));
        assertThat(tend("-77", "3")).as("which explains it").isEqualTo(List.of("-77", 1L, List.of("1")));
    }

    @Test
    void generations_that_have_the_same_number_by_chance_are_told_apart() {
        for (int i = 0; i < 9; i++) {
            append().run();
        }
        redis.send("HSET", LOG, "generation", "1");
        redis.send("RPUSH", LOG + ":kept", "4");
        // Of generation 1 this node knows that it began after 7: what it has after 4 is not what others have.
        assertThat(tend("-77", "8", "7")).isEqualTo(List.of("-77", 9L, List.of("4", "4")));
        assertThat(append().run().get(2)).isEqualTo(2L);
        assertThat(tend("-77", "8", "7"))
                .as("it has yet to load what has begun for this")
                .isEqualTo(List.of("-77", 10L, List.of("4", "4")));
    }
}
