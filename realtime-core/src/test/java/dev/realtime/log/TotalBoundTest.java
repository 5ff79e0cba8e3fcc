package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TotalBoundTest {
    private static final int PAYLOAD = 1_000;
    private static final long EVENT = TopicLog.EVENT_OVERHEAD + PAYLOAD;

    @Test
    void bytes_are_payloads_with_an_allowance_for_each_event_and_topic() {
        LogRig rig = new LogRig(builder -> builder);
        assertThat(rig.log.totalBytes()).isZero();
        rig.publish("a", PAYLOAD);
        rig.publish("a", PAYLOAD);
        rig.publish("b", PAYLOAD);
        assertThat(rig.log.totalBytes()).isEqualTo(3 * EVENT + overhead("a") + overhead("b"));
        rig.passAndSweep(Duration.ofMinutes(11));
        rig.passAndSweep(Duration.ofMinutes(11));
        assertThat(rig.log.totalBytes()).isZero();
        assertThat(rig.log.topicCount()).isZero();
    }

    @Test
    void the_nodes_of_a_deep_name_count_and_are_let_go_of_with_it() {
        LogRig rig = new LogRig(builder -> builder);
        rig.publish("a/b/c", 1);
        rig.publish("a/b/d", 1);
        assertThat(rig.log.totalBytes())
                .isEqualTo(2 * (TopicLog.EVENT_OVERHEAD + 1)
                        + 2 * TopicLog.cost(new Topic("a/b/c"))
                        + 4 * (TopicTree.NODE_OVERHEAD + 1));
        rig.passAndSweep(Duration.ofMinutes(21));
        assertThat(rig.log.totalBytes()).isZero();
    }

    @Test
    void the_events_of_a_topic_share_its_name_and_type() {
        LogRig rig = new LogRig(builder -> builder);
        Event first = rig.append(new String("a"), new String("said"), "1", null).event();
        Event second =
                rig.append(new String("a"), new String("said"), "1", null).event();
        assertThat(second.topic()).isSameAs(first.topic());
        assertThat(second.type()).isSameAs(first.type());
        assertThat(rig.append("a", "shouted", "1", null).event().type()).isEqualTo("shouted");
    }

    @Test
    void at_the_bound_the_topic_that_holds_the_most_loses_its_oldest() {
        LogRig rig = boundedTo(10 * EVENT + overhead("noisy") + overhead("quiet"));
        rig.publish("quiet", PAYLOAD);
        for (int i = 0; i < 100; i++) {
            rig.publish("noisy", PAYLOAD);
        }
        rig.publish("quiet", PAYLOAD);
        assertThat(rig.from(From.earliest(), "quiet").next()).isEqualTo("1 102");
        assertThat(rig.from(From.earliest(), "noisy").next()).isEqualTo("94 95 96 97 98 99 100 101");
        assertThat(rig.after(1, "quiet").next()).isEqualTo("102");
        assertThat(rig.after(1, "noisy").next()).startsWith("gap(EVICTED 1->1) 94 ");
    }

    @Test
    void one_large_topic_makes_room_for_many_small_ones() {
        LogRig rig = boundedTo(100 * EVENT);
        for (int i = 0; i < 200; i++) {
            rig.publish("noisy", PAYLOAD);
        }
        for (int i = 0; i < 20; i++) {
            rig.publish("small/" + i, 1);
        }
        assertThat(rig.from(From.earliest(), "small/*").next())
                .isEqualTo("201 202 203 204 205 206 207 208 209 210 211 212 213 214 215 216 217 218 219 220");
    }

    @Test
    void an_append_never_evicts_its_own_event() {
        LogRig rig = boundedTo(20 * (overhead("small/10") + TopicLog.EVENT_OVERHEAD + 1));
        for (int i = 10; i < 30; i++) {
            rig.publish("small/" + i, 1);
        }
        LogReader reader = rig.from(From.latest(), "order");
        rig.publish("order", 5 * PAYLOAD); // the largest topic at once, and only just come
        assertThat(reader.next()).isEqualTo("21");
        assertThat(rig.log.totalBytes()).isLessThanOrEqualTo(20 * (overhead("small/10") + TopicLog.EVENT_OVERHEAD + 1));
    }

    @Test
    void of_topics_that_hold_as_much_the_one_that_was_quiet_the_longest_loses() {
        LogRig rig = boundedTo(3 * (overhead("a") + EVENT));
        rig.publish("a", PAYLOAD);
        rig.publish("b", PAYLOAD);
        rig.publish("c", PAYLOAD);
        rig.publish("d", PAYLOAD);
        rig.publish("e", PAYLOAD);
        assertThat(rig.from(From.earliest(), "*").next()).isEqualTo("3 4 5");
    }

    @Test
    void topics_without_events_go_before_events_do() {
        LogRig rig = new LogRig(builder -> builder.maxTotalBytes(10 * EVENT)
                .retention("idle/*", Retention.DEFAULT.withMaxAge(Duration.ofSeconds(1))));
        for (int i = 10; i < 16; i++) {
            rig.publish("idle/" + i, 1);
        }
        rig.passAndSweep(Duration.ofSeconds(2));
        assertThat(rig.log.topicCount()).isEqualTo(6);
        for (int i = 0; i < 8; i++) {
            rig.publish("live", PAYLOAD);
        }
        assertThat(rig.from(From.earliest(), "live").next()).isEqualTo("7 8 9 10 11 12 13 14");
        assertThat(rig.log.topicCount()).isLessThan(7);
    }

    @Test
    void an_event_that_could_never_fit_is_refused() {
        LogRig rig = boundedTo(2_000);
        long cost = TopicLog.EVENT_OVERHEAD + overhead("a") + 2_000;
        assertThatThrownBy(() -> rig.publish("a", 2_000))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an event must fit the log's maxTotalBytes of 2000 with its overhead: " + cost);
        assertThat(rig.log.totalBytes()).isZero();
        assertThat(rig.publish("a", 1).sequence()).isEqualTo(1);
    }

    @Test
    void a_million_random_topic_names_do_not_grow_it_beyond_its_bound() {
        long bound = 1 << 20;
        LogRig rig = new LogRig(builder -> builder.maxTotalBytes(bound));
        Random random = new Random(42);
        for (int i = 0; i < 1_000_000; i++) {
            UUID name = new UUID(random.nextLong(), random.nextLong());
            Event event = rig.publish((i % 3 == 0 ? "x/" : "y/z/") + name, 1 + random.nextInt(2) * 50);
            if (i % 10_000 == 0) {
                assertThat(rig.log.totalBytes()).isLessThanOrEqualTo(bound);
                assertThat(rig.log.topicCount()).isLessThanOrEqualTo((int) (bound / overhead("x")));
                assertThat(rig.after(event.sequence() - 1, "**").next()).isEqualTo("" + event.sequence());
            }
        }
        // And what comes is still kept for a while: the last of them fill the log.
        assertThat(rig.log.topicCount()).isGreaterThan(500);
        assertThat(rig.from(From.last(300), "**").next().split(" ")).hasSize(300);
    }

    private static LogRig boundedTo(long bytes) {
        return new LogRig(builder -> builder.maxTotalBytes(bytes));
    }

    private static long overhead(String topic) {
        return TopicLog.cost(new Topic(topic))
                + TopicTree.bytes(TopicFilter.of(topic).segments());
    }
}
