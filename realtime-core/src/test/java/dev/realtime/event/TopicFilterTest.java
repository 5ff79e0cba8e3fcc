package dev.realtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {
    @ParameterizedTest
    @ValueSource(strings = {"a*", "*a", "a/b*/c", "***", "**/a", "a/**/b", "**/**", "**/*"})
    void a_wildcard_is_a_whole_segment_and_two_stars_only_the_last(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFilter.of(pattern))
                .withMessage(
                        "topic filter must have '*' only as a whole segment and '**' only as the last one: " + pattern);
    }

    @Test
    void the_limits_are_those_of_topics() {
        refused("", "topic filter must have 1 to 255 UTF-8 bytes: 0");
        refused("x".repeat(256), "topic filter must have 1 to 255 UTF-8 bytes: 256");
        refused("*/".repeat(16) + "*", "topic filter must have at most 16 segments: 17");
        refused("*//a", "topic filter must not have an empty segment: *//a");
        refused("*/\r", "topic filter must not have a control character: U+000D at 2");
        refused("*/\uD800", "topic filter must not have an unpaired surrogate");
    }

    @Test
    void a_filter_without_wildcard_is_exact() {
        assertThat(TopicFilter.of("a/b").isExact()).isTrue();
        assertThat(TopicFilter.of(new Topic("a/b"))).isEqualTo(TopicFilter.of("a/b"));
        assertThat(TopicFilter.of("a/*").isExact()).isFalse();
        assertThat(TopicFilter.of("**").isExact()).isFalse();
    }

    @Test
    void it_shows_its_pattern_and_its_segments() {
        TopicFilter filter = TopicFilter.of("a/*/**");
        assertThat(filter.pattern()).isEqualTo("a/*/**");
        assertThat(filter).hasToString("a/*/**");
        assertThat(filter.segments()).containsExactly("a", "*", "**");
        assertThatThrownBy(() -> filter.segments().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b,    a/b,      true",
        "a/b,    a,        false",
        "a/b,    a/b/c,    false",
        "a/b,    A/b,      false",
        "*,      a,        true",
        "*,      a/b,      false",
        "*/b,    a/b,      true",
        "*/b,    a/c,      false",
        "a/*,    a,        false",
        "a/*,    a/b,      true",
        "a/*,    a/b/c,    false",
        "a/*/c,  a/b/c,    true",
        "a/*/c,  a/b/d,    false",
        "**,     a,        true",
        "**,     a/b/c,    true",
        "a/**,   a,        false",
        "a/**,   a/b,      true",
        "a/**,   a/b/c/d,  true",
        "a/**,   b/b,      false",
        "*/**,   a,        false",
        "*/**,   a/b,      true",
    })
    void a_star_is_one_segment_and_two_are_one_or_more(String filter, String topic, boolean selected) {
        assertThat(TopicFilter.of(filter).matches(new Topic(topic))).isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource({
        "*,        $sys,      false",
        "**,       $sys,      false",
        "**,       $sys/a,    false",
        "*/a,      $sys/a,    false",
        "*/**,     $sys/a,    false",
        "$sys,     $sys,      true",
        "$sys/*,   $sys/a,    true",
        "$sys/**,  $sys/a/b,  true",
        "a/*,      a/$b,      true",
        "a/**,     a/$b/c,    true",
    })
    void a_wildcard_in_the_first_segment_never_selects_a_dollar(String filter, String topic, boolean selected) {
        assertThat(TopicFilter.of(filter).matches(new Topic(topic))).isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource({
        "**,         a/**,       true",
        "**,         *,          true",
        "**,         **,         true",
        "**,         $sys/**,    false",
        "*,          **,         false",
        "a/**,       a/**,       true",
        "a/**,       a/*,        true",
        "a/**,       a/*/**,     true",
        "a/**,       a,          false",
        "a/*/**,     a/**,       false",
        "a/*,        a/b,        true",
        "a/b,        a/*,        false",
        "*/bob/**,   user/bob/x, true",
        "user/bob/**, */bob/**,  false",
        "user/**,    **,         false",
        "user/*/x,   user/bob/x, true",
    })
    void it_covers_what_selects_nothing_else(String outer, String inner, boolean covers) {
        assertThat(TopicFilter.of(outer).covers(TopicFilter.of(inner))).isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "user/**,    **,           true",
        "user/**,    */bob/**,     true",
        "user/**,    user/*/inbox, true",
        "user/**,    user,         false",
        "user/**,    *,            false",
        "user/**,    users/**,     false",
        "user/*/a,   user/bob/*,   true",
        "user/*/a,   user/bob/b,   false",
        "$sys/**,    **,           false",
        "$sys/**,    */load,       false",
        "$sys/**,    $sys/load,    true",
        "*,          **,           true",
        "a/b/c,      a/b,          false",
    })
    void it_overlaps_what_may_select_a_topic_of_its_own_either_way_round(String a, String b, boolean overlaps) {
        assertThat(TopicFilter.of(a).overlaps(TopicFilter.of(b))).isEqualTo(overlaps);
        assertThat(TopicFilter.of(b).overlaps(TopicFilter.of(a))).isEqualTo(overlaps);
    }

    private static void refused(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFilter.of(pattern))
                .withMessage(message);
    }
}
