package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionIndexTest {
    private static final String[] SEGMENTS = {"a", "b", "$c"};
    private final NotifierRig rig = new NotifierRig();
    private final SubscriptionIndex index = new SubscriptionIndex();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void it_finds_whom_a_topic_concerns_and_nobody_else() {
        Random random = new Random(11);
        List<Subscription> present = new ArrayList<>();
        for (int step = 0; step < 3_000; step++) {
            if (present.size() < 20 && random.nextBoolean()) {
                Subscription added = subscription(filter(random), filter(random));
                index.add(added, added.topics());
                present.add(added);
            } else if (!present.isEmpty()) {
                Subscription removed = present.remove(random.nextInt(present.size()));
                index.remove(removed, removed.topics());
            }
            if (present.isEmpty()) {
                assertHoldsNothing();
            }
            Topic topic = new Topic(name(random, SEGMENTS));
            Set<Subscription> expected = present.stream()
                    .filter(each -> each.topics().stream().anyMatch(filter -> filter.matches(topic)))
                    .collect(Collectors.toSet());
            assertThat(index.mayConcern(topic) || expected.isEmpty()).isTrue();
            assertThat(find(topic)).as("step %d, %s", step, topic).isEqualTo(expected);
        }
        Set<Subscription> all = new HashSet<>();
        index.findAll(all::add);
        assertThat(all).isEqualTo(new HashSet<>(present));
    }

    @Test
    void adding_and_removing_leave_nothing_behind() {
        Subscription subscription = subscription("a", "a/*", "a/b/**", "$c/*/d");
        index.add(subscription, subscription.topics());
        index.add(subscription, subscription.topics());
        index.remove(subscription, subscription.topics());
        index.remove(subscription, subscription.topics());
        assertHoldsNothing();
    }

    private void assertHoldsNothing() {
        assertThat(index).usingRecursiveComparison().isEqualTo(new SubscriptionIndex());
    }

    @Test
    void removing_one_leaves_the_others() {
        Subscription one = subscription("a/*", "x");
        Subscription other = subscription("a/*", "x");
        Subscription below = subscription("a/*/c");
        index.add(one, one.topics());
        index.add(other, other.topics());
        index.add(below, below.topics());
        index.remove(one, one.topics());
        assertThat(find(new Topic("a/b"))).containsExactly(other);
        assertThat(find(new Topic("x"))).containsExactly(other);
        assertThat(find(new Topic("a/b/c"))).containsExactly(below);
    }

    @Test
    void a_topic_that_no_name_is_and_no_wildcard_can_be_concerns_nobody() {
        Subscription subscription = subscription("a", "b");
        index.add(subscription, subscription.topics());
        assertThat(index.mayConcern(new Topic("a"))).isTrue();
        assertThat(index.mayConcern(new Topic("c"))).isFalse();
        index.remove(subscription, subscription.topics());
        assertThat(index.mayConcern(new Topic("a"))).isFalse();
    }

    @Test
    void removing_what_was_never_added_is_nothing() {
        Subscription stranger = subscription("a", "a/*");
        index.remove(stranger, stranger.topics());
        assertHoldsNothing();
    }

    private Set<Subscription> find(Topic topic) {
        Set<Subscription> found = new HashSet<>();
        index.find(topic, found::add);
        return found;
    }

    private Subscription subscription(String... filters) {
        List<TopicFilter> topics =
                List.of(filters).stream().map(TopicFilter::of).distinct().toList();
        Dispatcher unused = new Dispatcher("unused", new RecentTopics(4, 0), () -> {});
        return new Subscription(
                rig.notifier.subscriptions(), rig.log, unused, null, topics, rig.log.locate(topics, From.latest()));
    }

    private static String filter(Random random) {
        String name = name(random, new String[] {"a", "b", "$c", "*"});
        return random.nextInt(4) == 0 ? name + "/**" : name;
    }

    private static String name(Random random, String[] segments) {
        return random.ints(1 + random.nextInt(3), 0, segments.length)
                .mapToObj(i -> segments[i])
                .collect(Collectors.joining("/"));
    }
}
