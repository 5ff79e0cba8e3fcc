package dev.realtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every filter of up to three segments over a small alphabet, against every topic of up to four: what the filters say of
 * each other must be what counting says. One segment more in topics than in filters, so that {@code **} is seen to reach.
 */
class TopicFilterPropertyTest {
    private static final List<Topic> TOPICS =
            names(4, "a", "b", "$", "$a").stream().map(Topic::new).toList();
    private static final List<TopicFilter> FILTERS = names(3, "a", "b", "$", "$a", "*", "**").stream()
            .filter(name -> !name.contains("**/"))
            .map(TopicFilter::of)
            .toList();

    @Test
    void matches_agrees_with_a_regular_expression() {
        for (TopicFilter filter : FILTERS) {
            Pattern expected = Pattern.compile((filter.pattern().startsWith("*") ? "(?!\\$)" : "")
                    + filter.pattern()
                            .replace("$", "\\$")
                            .replace("**", "[^/]+(/[^/]+)@") // @: the star that the next line must not see
                            .replaceAll("(?<=^|/)\\*", "[^/]+")
                            .replace("@", "*"));
            for (Topic topic : TOPICS) {
                assertThat(filter.matches(topic))
                        .as("%s matches %s", filter, topic)
                        .isEqualTo(expected.matcher(topic.name()).matches());
            }
        }
    }

    @Test
    void covers_agrees_with_enumeration() {
        for (TopicFilter outer : FILTERS) {
            for (TopicFilter inner : FILTERS) {
                boolean all = TOPICS.stream().filter(inner::matches).allMatch(outer::matches);
                // A name outside this alphabet tells "*" from the list of all its letters.
                boolean unlisted = outer.matches(witness(inner));
                assertThat(outer.covers(inner)).as("%s covers %s", outer, inner).isEqualTo(all && unlisted);
            }
        }
    }

    @Test
    void overlaps_agrees_with_enumeration() {
        for (TopicFilter one : FILTERS) {
            for (TopicFilter other : FILTERS) {
                boolean any = TOPICS.stream().anyMatch(topic -> one.matches(topic) && other.matches(topic));
                assertThat(one.overlaps(other)).as("%s overlaps %s", one, other).isEqualTo(any);
            }
        }
    }

    private static Topic witness(TopicFilter filter) {
        return new Topic(filter.pattern().replace("**", "x/x").replace("*", "x"));
    }

    private static List<String> names(int depth, String... letters) {
        List<String> names = new ArrayList<>();
        List<String> longest = List.of("");
        for (int i = 0; i < depth; i++) {
            List<String> longer = new ArrayList<>();
            for (String name : longest) {
                for (String letter : letters) {
                    longer.add(name.isEmpty() ? letter : name + "/" + letter);
                }
            }
            names.addAll(longer);
            longest = longer;
        }
        return names;
    }
}
