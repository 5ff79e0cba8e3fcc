package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the script does that tells of lost events. */
class LoseScriptTest extends ScriptRig {
    /** As a node that had more of these topics than the log has kept. */
    private List<?> lose(int generation, long kept, String... topics) {
        List<String> args = new ArrayList<>(List.of("88", "-77", "" + generation, "" + kept));
        args.addAll(List.of(topics));
        return (List<?>) eval(Script.LOSE, args.toArray(String[]::new));
    }

    private String field(String name) {
        return (String) redis.send("HGET", LOG, name);
    }

    @Test
    void a_loss_takes_a_number_and_stands_in_the_feed_with_its_topics() {
        append().run();
        append().to("b").run();
        assertThat(lose(0, 1, "b", "c")).isEqualTo(List.of("-77", 3L, List.of()));
        assertThat(ids(":feed")).containsExactly("1-0", "2-0", "3-0");
        List<?> entry = (List<?>) ((List<?>) redis.send("XRANGE", LOG + ":feed", "3", "3")).get(0);
        assertThat((List<?>) entry.get(1)).element(3).isEqualTo("b\nc");
        assertAnswer(append().run(), "appended", 4);
        assertThat(redis.send("HGETALL", LOG + ":rewound")).isEqualTo(List.of("b", "3", "c", "3"));
    }

    @Test
    void what_was_told_since_is_not_told_again_but_another_loss_is() {
        append().run();
        lose(0, 0, "a", "b");
        assertThat(lose(0, 0, "a", "b").get(1))
                .as("by another node, or once more")
                .isEqualTo(2L);
        assertThat(lose(0, 0, "b", "c").get(1)).as("one that knows of more").isEqualTo(3L);
        assertThat(redis.send("HGETALL", LOG + ":rewound")).isEqualTo(List.of("a", "2", "b", "2", "c", "3"));
        assertThat(lose(0, 2, "a").get(1))
                .as("what came after the first was lost, too")
                .isEqualTo(4L);
        assertThat(lose(0, 2, "a", "c").get(1)).isEqualTo(4L);
    }

    @Test
    void a_loss_of_all_topics_says_it_of_each() {
        append().run();
        assertThat(lose(0, 0).get(1)).isEqualTo(2L);
        assertThat(field("rewound")).isEqualTo("2");
        assertThat(lose(0, 0).get(1)).isEqualTo(2L);
        assertThat(lose(0, 1, "a").get(1)).isEqualTo(2L);
        assertThat(lose(0, 2, "a").get(1)).isEqualTo(3L);
        assertThat(lose(0, 2).get(1))
                .as("a named one does not say it of the others")
                .isEqualTo(4L);
    }

    @Test
    void nothing_is_done_where_the_log_is_another_or_of_another_generation_by_now() {
        append().run();
        assertThat(lose(1, 0, "a")).isEqualTo(List.of("-77", 1L, List.of()));
        redis.send("HSET", LOG, "history", "of-another-server");
        assertThat(lose(0, 0, "a")).isEqualTo(List.of("-77", 1L, List.of("1")));
        redis.send("FLUSHALL");
        assertThat(lose(0, 0, "a")).isEqualTo(List.of("88", 0L, List.of()));
        assertThat(redis.send("EXISTS", LOG + ":feed", LOG + ":rewound", LOG + ":sizes"))
                .isEqualTo(0L);
    }

    @Test
    void a_topic_that_is_there_for_its_loss_alone_costs_bytes_and_is_forgotten_in_time_with_its_mark() {
        append().run();
        long before = Long.parseLong(field("bytes"));
        lose(0, 0, "a", "bc");
        assertThat(field("bytes")).isEqualTo("" + (before + 260 + 2));
        eval(Script.TEND, "-77", "node", "3600000", "0", "-1", "0", "512", "0", "0");
        assertThat(redis.send("ZRANGE", LOG + ":sizes", "0", "-1")).isEqualTo(List.of("a"));
        assertThat(redis.send("HGETALL", LOG + ":rewound")).isEqualTo(List.of("a", "2"));
        assertThat(field("forgotten")).isEqualTo("2");
        assertThat(field("bytes")).isEqualTo("" + before);
        assertAnswer(append().to("bc").run(), "appended", 3);
    }

    @Test
    void at_the_bound_of_all_bytes_topics_without_events_go_first() {
        append().run();
        lose(0, 0, "bc");
        Append append = append();
        append.maxTotal = 2 * (1 + 120) + 260 + 1;
        append.run();
        assertThat(ids(":topic:a")).containsExactly("1-0", "3-0");
        assertThat(field("forgotten")).isEqualTo("2");
    }

    @Test
    void it_is_told_even_where_memory_is_full() {
        append().run();
        redis.send("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(lose(0, 0, "a").get(1)).isEqualTo(2L);
        } finally {
            redis.send("CONFIG", "SET", "maxmemory", "0");
        }
    }
}
