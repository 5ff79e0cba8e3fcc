package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @Test
    void a_repeat_appends_nothing_and_answers_with_the_first() {
        ManualClock clock = new ManualClock("2026-11-20T09:00:00Z");
        LogRig rig = new LogRig(builder -> builder.clock(clock));
        Appended first = rig.append("a", "said", "1", "k");
        rig.publish("b");
        clock.jumpTo("2026-11-20T09:01:00Z");
        Appended repeat = rig.append("a", "said", "1", "k");
        assertThat(first.repeated()).isFalse();
        assertThat(repeat.repeated()).isTrue();
        assertThat(repeat.event()).isEqualTo(first.event());
        assertThat(repeat.event().time()).isEqualTo("2026-11-20T09:00:00Z");
        assertThat(rig.log.head().sequence()).isEqualTo(2);
        assertThat(rig.from(From.earliest(), "a").next()).isEqualTo("1");
    }

    @Test
    void a_repeat_shows_the_first_even_where_it_says_something_else() {
        LogRig rig = LogRig.keeping(10);
        rig.append("a", "said", "1", "k");
        Appended repeat = rig.append("a", "shouted", "2", "k");
        assertThat(repeat.event().type()).isEqualTo("said");
        assertThat(repeat.event().data()).hasToString("1");
    }

    @Test
    void a_key_belongs_to_its_topic() {
        LogRig rig = LogRig.keeping(10);
        assertThat(repeated(rig, "a", "k")).isFalse();
        assertThat(repeated(rig, "b", "k")).isFalse();
        assertThat(repeated(rig, "a", "K")).isFalse();
        assertThat(repeated(rig, "b", "k")).isTrue();
    }

    @Test
    void a_key_is_known_for_its_age() {
        LogRig rig = LogRig.keeping(10);
        repeated(rig, "a", "k");
        rig.advance(Duration.ofMinutes(5));
        assertThat(repeated(rig, "a", "k")).isTrue();
        rig.advance(Duration.ofNanos(1)); // the repeat has not renewed it
        assertThat(repeated(rig, "a", "k")).isFalse();
        assertThat(repeated(rig, "a", "k")).isTrue();
    }

    @Test
    void a_key_outlives_its_event_and_its_topic() {
        LogRig rig = new LogRig(builder -> builder.retention(Retention.DEFAULT.withMaxAge(Duration.ofSeconds(1)))
                .topicIdle(Duration.ofSeconds(1)));
        repeated(rig, "a", "k");
        rig.passAndSweep(Duration.ofSeconds(2));
        assertThat(rig.log.topicCount()).isZero();
        assertThat(repeated(rig, "a", "k")).isTrue();
        assertThat(rig.log.topicCount()).isZero();
        assertThat(rig.log.head().sequence()).isEqualTo(1);
    }

    @Test
    void a_topic_knows_so_many_keys_and_forgets_the_oldest() {
        LogRig rig = new LogRig(builder -> builder.maxKeys(2, 100));
        repeated(rig, "a", "k1");
        repeated(rig, "a", "k2");
        repeated(rig, "b", "k1");
        repeated(rig, "a", "k3");
        assertThat(repeated(rig, "a", "k2")).isTrue();
        assertThat(repeated(rig, "a", "k3")).isTrue();
        assertThat(repeated(rig, "b", "k1")).isTrue();
        assertThat(repeated(rig, "a", "k1")).isFalse();
    }

    @Test
    void all_topics_together_know_so_many_keys_and_forget_the_oldest() {
        LogRig rig = new LogRig(builder -> builder.maxKeys(2, 3));
        repeated(rig, "a", "k");
        repeated(rig, "b", "k");
        repeated(rig, "c", "k");
        repeated(rig, "d", "k");
        assertThat(repeated(rig, "b", "k")).isTrue();
        assertThat(repeated(rig, "d", "k")).isTrue();
        assertThat(repeated(rig, "a", "k")).isFalse();
    }

    @Test
    void a_topic_with_many_keys_does_not_push_out_those_of_others() {
        LogRig rig = new LogRig(builder -> builder.maxKeys(2, 10));
        repeated(rig, "quiet", "k");
        for (int i = 0; i < 100; i++) {
            repeated(rig, "noisy", "k" + i);
        }
        assertThat(repeated(rig, "quiet", "k")).isTrue();
    }

    @Test
    void a_forgotten_key_that_comes_again_is_known_for_its_age_anew() {
        LogRig rig = new LogRig(builder -> builder.maxKeys(1, 100));
        repeated(rig, "a", "k1");
        rig.advance(Duration.ofMinutes(3));
        repeated(rig, "a", "k2");
        assertThat(repeated(rig, "a", "k1")).isFalse();
        rig.advance(Duration.ofMinutes(3)); // the first k1 is past its age, the second is not
        assertThat(repeated(rig, "a", "k1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "é", "a\n", "\u007f"})
    void a_key_is_visible_ascii(String key) {
        refused(key);
    }

    @Test
    void a_key_has_at_most_128_characters() {
        LogRig rig = LogRig.keeping(10);
        assertThat(repeated(rig, "a", "~".repeat(128))).isFalse();
        refused("~".repeat(129));
    }

    private static void refused(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> repeated(LogRig.keeping(1), "a", key))
                .withMessage("idempotency key must be 1 to 128 visible ASCII characters");
    }

    private static boolean repeated(LogRig rig, String topic, String key) {
        return rig.append(topic, "message", "1", key).repeated();
    }
}
