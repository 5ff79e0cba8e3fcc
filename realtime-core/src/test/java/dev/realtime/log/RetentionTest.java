package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Retention DEFAULT = Retention.DEFAULT;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void a_topic_keeps_its_newest_events() {
        LogRig rig = LogRig.keeping(3);
        rig.publish("a", "a", "b", "a", "a", "a");
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("4 5 6");
        assertThat(rig.from(From.earliest(), "b").next()).isEqualTo("3");
    }

    @Test
    void the_default_is_1000_events_10_minutes_and_64_mebibytes() {
        assertThat(DEFAULT).isEqualTo(new Retention(1_000, Duration.ofMinutes(10), 64 << 20, false));
        LogRig rig = new LogRig(builder -> builder);
        for (int i = 0; i < 1_001; i++) {
            rig.publish("a");
        }
        assertThat(rig.from(From.earliest(), "a").next(1)).isEqualTo("2");
    }

    @Test
    void an_event_goes_when_it_is_older_than_the_age_and_not_before() {
        LogRig rig = new LogRig(builder -> builder.retention(DEFAULT.withMaxAge(MINUTE)));
        rig.publish("a");
        rig.advance(Duration.ofSeconds(20));
        rig.publish("a");
        rig.passAndSweep(Duration.ofSeconds(40));
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("1 2");
        rig.passAndSweep(Duration.ofNanos(1));
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("2");
        rig.passAndSweep(MINUTE);
        assertThat(rig.from(From.earliest(), "a").next()).isEmpty();
    }

    @Test
    void an_append_lets_go_of_what_is_too_old_in_its_topic() {
        LogRig rig = new LogRig(builder -> builder.retention(DEFAULT.withMaxAge(MINUTE)));
        rig.publish("a", "b");
        rig.advance(MINUTE.plusNanos(1));
        rig.publish("a");
        assertThat(rig.from(From.earliest(), "a", "b").next()).isEqualTo("2 3");
    }

    @Test
    void a_topic_holds_no_more_than_its_bytes() {
        long each = TopicLog.EVENT_OVERHEAD + 100;
        LogRig rig = new LogRig(builder -> builder.retention(DEFAULT.withMaxBytes(3 * each)));
        for (int i = 0; i < 5; i++) {
            rig.publish("a", 100);
        }
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("3 4 5");
    }

    @Test
    void the_newest_event_stays_even_if_it_alone_is_beyond_the_topics_bytes() {
        LogRig rig = new LogRig(builder -> builder.retention(DEFAULT.withMaxBytes(1)));
        rig.publish("a", "a");
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("2");
    }

    @Test
    void the_first_rule_that_selects_a_topic_holds() {
        LogRig rig = new LogRig(builder -> builder.retention("a/b", DEFAULT.withMaxEvents(1))
                .retention("a/*", DEFAULT.withMaxEvents(2))
                .retention("**", DEFAULT.withMaxEvents(3))
                .retention(DEFAULT.withMaxEvents(4)));
        for (int i = 0; i < 5; i++) {
            rig.publish("a/b", "a/c", "d", "$e");
        }
        assertThat(rig.from(From.earliest(), "a/b").next()).isEqualTo("17");
        assertThat(rig.from(From.earliest(), "a/c").next()).isEqualTo("14 18");
        assertThat(rig.from(From.earliest(), "d").next()).isEqualTo("11 15 19");
        assertThat(rig.from(From.earliest(), "$e").next()).isEqualTo("8 12 16 20");
    }

    @Test
    void a_value_that_was_superseded_is_no_gap() {
        LogRig rig = new LogRig(builder -> builder.retention("price/*", Retention.latestOnly(MINUTE)));
        rig.publish("price/a");
        LogReader reader = rig.after(1, "price/*");
        rig.publish("price/a", "price/b", "price/a");
        assertThat(reader.next()).isEqualTo("3 4");
        rig.publish("price/a", "price/a");
        assertThat(reader.next()).isEqualTo("6");
    }

    @Test
    void a_value_that_grew_too_old_is_a_gap() {
        LogRig rig = new LogRig(builder -> builder.retention(Retention.latestOnly(MINUTE)));
        LogReader reader = rig.from(From.latest(), "a");
        rig.publish("a", "a");
        rig.passAndSweep(MINUTE.plusNanos(1));
        assertThat(reader.next()).isEqualTo("gap(EVICTED 0->0)");
    }

    @Test
    void settings_that_mean_nothing_are_refused() {
        refused(() -> DEFAULT.withMaxEvents(0), "maxEvents must be 1 or more: 0");
        refused(() -> DEFAULT.withMaxAge(Duration.ZERO), "maxAge must be positive: PT0S");
        refused(() -> DEFAULT.withMaxAge(Duration.ofSeconds(-1)), "maxAge must be positive: PT-1S");
        refused(() -> DEFAULT.withMaxBytes(0), "maxBytes must be 1 or more: 0");
        refused(
                () -> Retention.latestOnly(MINUTE).withMaxEvents(2),
                "a topic that keeps its latest value keeps 1 event: 2");
        refused(() -> InMemoryEventLog.builder().maxTotalBytes(0), "maxTotalBytes must be 1 or more: 0");
        refused(() -> InMemoryEventLog.builder().maxKeys(0, 1), "maxKeys must be 1 or more: 0, 1");
    }

    private static void refused(Runnable setting, String message) {
        assertThatIllegalArgumentException().isThrownBy(setting::run).withMessage(message);
    }
}
