package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.Gap;
import dev.realtime.log.Retention;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics that join and leave while a subscription lives. The dispatcher never runs. */
class ChangingTopicsTest {
    private final NotifierRig rig = new NotifierRig(
            settings -> settings.maxTopics(3), log -> log.retention(Retention.DEFAULT.withMaxEvents(2)));
    private final Dispatcher dispatcher = new Dispatcher("never started", new RecentTopics(4, 0), () -> {});
    private final List<String> signals = new ArrayList<>();
    private boolean armed;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_topic_that_joins_is_read_from_the_place_on() {
        Subscription subscription = subscription("a");
        publish("a", "b");
        subscription.next(1);
        publish("b", "a");
        subscription.add(filters("b"));
        assertThat(sequences(subscription.next(10))).containsExactly(2L, 3L, 4L);
    }

    @Test
    void a_topic_that_leaves_is_read_no_more() {
        Subscription subscription = subscription("a", "b/*");
        publish("a", "b/x", "a");
        subscription.remove(filters("b/*", "never"));
        assertThat(sequences(subscription.next(10))).containsExactly(1L, 3L);
        assertThat(subscription.topics()).isEqualTo(filters("a"));
    }

    @Test
    void there_are_at_most_so_many_the_same_twice_counting_once() {
        Subscription subscription = subscription("a", "b");
        subscription.add(filters("b", "c"));
        assertThat(subscription.topics()).isEqualTo(filters("a", "b", "c"));
        assertThatThrownBy(() -> subscription.add(filters("d")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("a subscription must have at most 3 topic filters: 4");
        assertThat(subscription.topics()).isEqualTo(filters("a", "b", "c"));
    }

    @Test
    void what_a_joining_topic_lost_after_the_place_is_a_gap_whatever_was_told_before() {
        Subscription subscription = subscription("a");
        publish("a", "a", "b", "b", "b"); // 3 is lost
        publish("a"); // 1 is lost, after 3 was
        Batch first = subscription.next(1);
        assertThat(first.gap()).isNotNull();
        assertThat(sequences(first)).containsExactly(2L);
        subscription.add(filters("b"));
        Batch second = subscription.next(10);
        assertThat(second.gap()).extracting(Gap::reason).isEqualTo(Gap.Reason.EVICTED);
        assertThat(sequences(second)).containsExactly(4L, 5L, 6L);
    }

    @Test
    void a_topic_that_joins_without_a_loss_brings_no_second_word_of_one_that_was_told() {
        Subscription subscription = subscription("a", "c");
        publish("a", "c", "a", "a", "b"); // 1 is lost, and then told with 2
        assertThat(subscription.next(1).gap()).isNotNull();
        publish("a"); // 3 is lost
        assertThat(subscription.next(1).gap()).isNotNull();
        subscription.add(filters("b", "a"));
        Batch batch = subscription.next(10);
        assertThat(batch.gap()).isNull();
        assertThat(sequences(batch)).containsExactly(5L, 6L);
    }

    @Test
    void an_armed_reader_is_signalled_of_what_a_joining_topic_has() {
        Subscription subscription = subscription("a");
        publish("b");
        subscription.onAvailable(() -> signals.add("look"));
        assertThat(signals).isEmpty();
        subscription.add(filters("b"));
        assertThat(signals).containsExactly("look");
    }

    @Test
    void a_topic_that_stays_is_found_in_the_index_at_every_moment() {
        List<TopicFilter> topics = new AbstractList<>() {
            @Override
            public TopicFilter get(int index) { // as if a dispatcher looked whenever the index looks at a filter
                if (armed) {
                    dispatcher.index().find(NotifierRig.topic("a"), found -> signals.add("found"));
                    assertThat(signals).isNotEmpty();
                    signals.clear();
                }
                return TopicFilter.of(index == 0 ? "a" : "z");
            }

            @Override
            public int size() {
                return 2;
            }
        };
        Subscription subscription = new Subscription(
                rig.notifier.subscriptions(), rig.log, dispatcher, null, topics, rig.log.locate(topics, From.latest()));
        subscription.onAvailable(() -> {});
        armed = true;
        subscription.add(filters("b"));
        dispatcher.index().find(NotifierRig.topic("b"), found -> signals.add("found"));
        assertThat(signals).containsExactly("found");
    }

    @Test
    void changes_and_closing_leave_nothing_in_the_index() {
        Subscription subscription = subscription("a");
        subscription.onAvailable(() -> {});
        subscription.add(filters("b/*", "c"));
        subscription.remove(filters("a", "c"));
        subscription.add(filters("a"));
        subscription.close();
        subscription.add(filters("c"));
        for (String topic : List.of("a", "b/1", "c")) {
            assertThat(dispatcher.index().mayConcern(NotifierRig.topic(topic))).isFalse();
        }
    }

    @Test
    void a_replay_brings_the_last_events_up_to_the_place_and_moves_nothing() {
        publish("a", "b", "b");
        Subscription subscription = subscription("a");
        publish("b", "a");
        Replay replay = subscription.replay(filters("*", "b"), 2);
        assertThat(sequences(replay.next(1, Long.MAX_VALUE))).containsExactly(1L);
        assertThat(sequences(replay.next(1, Long.MAX_VALUE))).containsExactly(3L);
        assertThat(sequences(replay.next(10, Long.MAX_VALUE))).isEmpty();
        assertThat(sequences(subscription.replay(filters("a", "b"), 10).next(10, Long.MAX_VALUE)))
                .containsExactly(1L, 3L);
        assertThat(sequences(subscription.replay(filters("a"), 0).next(10, Long.MAX_VALUE)))
                .isEmpty();
        assertThat(subscription.cursor().sequence()).isEqualTo(3);
        assertThat(sequences(subscription.next(10))).containsExactly(5L);
    }

    private void publish(String... topics) {
        for (String topic : topics) {
            rig.notifier.publish(topic, 1);
        }
    }

    private Subscription subscription(String... patterns) {
        List<TopicFilter> topics = filters(patterns);
        return new Subscription(
                rig.notifier.subscriptions(), rig.log, dispatcher, null, topics, rig.log.locate(topics, From.latest()));
    }

    private static List<TopicFilter> filters(String... patterns) {
        return Arrays.stream(patterns).map(TopicFilter::of).toList();
    }

    private static List<Long> sequences(Batch batch) {
        return sequences(batch.events());
    }

    private static List<Long> sequences(List<Event> events) {
        return events.stream().map(Event::sequence).toList();
    }
}
