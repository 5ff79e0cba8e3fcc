package dev.realtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

class TopicFilterJazzerTest {
    /** Two filters and a topic, a line each. */
    @FuzzTest(maxDuration = "1m")
    void a_text_is_a_filter_or_breaks_a_rule_and_filters_agree(byte[] data) {
        String[] lines = (new String(data, StandardCharsets.UTF_8) + "\n\n").split("\n", 4);
        check(lines[0], lines[1], lines[2]);
    }

    private static void check(String first, String second, String name) {
        TopicFilter one = filter(first);
        TopicFilter other = filter(second);
        Topic topic = topic(name);
        if (one == null) {
            return;
        }
        assertThat(one.pattern()).isEqualTo(first).isEqualTo(String.join("/", one.segments()));
        assertThat(first.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(256);
        assertThat(one.segments()).hasSizeBetween(1, 16).doesNotContain("");
        assertThat(one.covers(one)).isTrue();
        assertThat(one.overlaps(one)).isTrue();
        if (topic != null) {
            assertThat(one.covers(TopicFilter.of(topic))).isEqualTo(one.matches(topic));
            assertThat(one.overlaps(TopicFilter.of(topic))).isEqualTo(one.matches(topic));
        }
        if (other != null) {
            assertThat(one.overlaps(other)).isEqualTo(other.overlaps(one));
            if (one.covers(other)) {
                assertThat(one.overlaps(other)).isTrue();
                assertThat(topic != null && other.matches(topic) && !one.matches(topic))
                        .isFalse();
            }
            if (topic != null && one.matches(topic) && other.matches(topic)) {
                assertThat(one.overlaps(other)).isTrue();
            }
        }
    }

    private static @Nullable TopicFilter filter(String pattern) {
        try {
            return TopicFilter.of(pattern);
        } catch (IllegalArgumentException rule) {
            assertThat(rule.getMessage()).startsWith("topic filter must ");
            return null;
        }
    }

    private static @Nullable Topic topic(String name) {
        try {
            return new Topic(name);
        } catch (IllegalArgumentException rule) {
            assertThat(rule.getMessage()).startsWith("topic must ");
            return null;
        }
    }
}
