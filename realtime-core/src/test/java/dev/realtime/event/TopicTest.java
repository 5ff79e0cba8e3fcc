package dev.realtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "orders/42", "a b", "Zürich/Straße", "日本/東京", "a/$b", "\uD83D\uDE00", ".", "..", "a/../b"})
    void names_of_any_visible_characters_are_topics(String name) {
        assertThat(new Topic(name).name()).isEqualTo(name);
        assertThat(new Topic(name)).hasToString(name);
    }

    @Test
    void a_name_has_1_to_255_bytes() {
        assertThat(new Topic("x".repeat(255)).name()).hasSize(255);
        refused("", "topic must have 1 to 255 UTF-8 bytes: 0");
        refused("x".repeat(256), "topic must have 1 to 255 UTF-8 bytes: 256");
    }

    @Test
    void length_is_counted_in_bytes_not_characters() {
        assertThat(new Topic("ü".repeat(127)).name()).hasSize(127);
        refused("ü".repeat(128), "topic must have 1 to 255 UTF-8 bytes: 256");
        refused("\uD83D\uDE00".repeat(64), "topic must have 1 to 255 UTF-8 bytes: 256");
    }

    @Test
    void a_name_has_at_most_16_segments() {
        assertThat(new Topic("a/".repeat(15) + "a")).isNotNull();
        refused("a/".repeat(16) + "a", "topic must have at most 16 segments: 17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a/", "a//b"})
    void no_segment_is_empty(String name) {
        refused(name, "topic must not have an empty segment: " + name);
    }

    @Test
    void no_character_is_a_control_character_and_the_error_does_not_repeat_it() {
        refused("a\nb", "topic must not have a control character: U+000A at 1");
        refused("\0", "topic must not have a control character: U+0000 at 0");
        refused("ab\u007f", "topic must not have a control character: U+007F at 2");
        refused("a/\u0085", "topic must not have a control character: U+0085 at 2");
    }

    @Test
    void no_surrogate_stands_alone() {
        refused("a\uD83D", "topic must not have an unpaired surrogate");
        refused("\uDE00a", "topic must not have an unpaired surrogate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "a/*", "a*b", "a/**"})
    void a_topic_has_no_wildcard(String name) {
        refused(name, "topic must not have a '*', which is for topic filters: " + name);
    }

    @Test
    void a_first_segment_with_a_dollar_is_reserved() {
        assertThat(new Topic("$sys/load").isReserved()).isTrue();
        assertThat(new Topic("$").isReserved()).isTrue();
        assertThat(new Topic("a/$sys").isReserved()).isFalse();
        assertThat(new Topic("a$").isReserved()).isFalse();
    }

    @Test
    void topics_of_one_name_are_equal() {
        assertThat(new Topic("a/b")).isEqualTo(new Topic("a/b")).hasSameHashCodeAs(new Topic("a/b"));
        assertThat(new Topic("a/b")).isNotEqualTo(new Topic("a/B"));
    }

    private static void refused(String name, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic(name)).withMessage(message);
    }
}
