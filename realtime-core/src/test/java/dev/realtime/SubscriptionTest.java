package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can happen between a reader's steps. The dispatcher never runs: what it would see, it would see later still. */
class SubscriptionTest {
    private final NotifierRig rig = new NotifierRig();
    private final Dispatcher dispatcher = new Dispatcher("never started", new RecentTopics(4, 0), () -> {});
    private final List<String> signals = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void what_was_published_between_next_and_on_available_is_signalled_at_once() {
        Subscription subscription = subscription(OneFilter.of("a"));
        assertThat(subscription.next(10).isEmpty()).isTrue();
        rig.notifier.publish("a", 1);
        subscription.onAvailable(() -> signals.add("look"));
        assertThat(signals).containsExactly("look");
        assertThat(NotifierRig.data(subscription.next(10))).containsExactly("1");
    }

    @Test
    void what_is_published_while_it_registers_is_signalled() {
        OneFilter filters = new OneFilter("a", 1, () -> rig.notifier.publish("a", 1));
        subscription(filters).onAvailable(() -> signals.add("look"));
        assertThat(signals).containsExactly("look");
    }

    @Test
    void what_is_published_between_registering_and_looking_is_signalled() {
        OneFilter filters = new OneFilter("a", 2, () -> rig.notifier.publish("a", 1));
        Subscription subscription = subscription(filters);
        subscription.onAvailable(() -> signals.add("look"));
        assertThat(filters.looks).isEqualTo(2);
        assertThat(signals).containsExactly("look");
    }

    @Test
    void what_is_published_after_looking_is_found_in_the_index() {
        Subscription subscription = subscription(OneFilter.of("a/*"));
        subscription.onAvailable(() -> signals.add("look"));
        assertThat(signals).isEmpty();
        dispatcher.index().find(NotifierRig.topic("a/x"), Subscription::signal);
        assertThat(signals).containsExactly("look");
    }

    @Test
    void what_concerns_others_signals_nobody() {
        Subscription subscription = subscription(OneFilter.of("a"));
        rig.notifier.publish("b", 1);
        subscription.onAvailable(() -> signals.add("look"));
        assertThat(signals).isEmpty();
    }

    @Test
    void a_signal_comes_once() {
        Subscription subscription = subscription(OneFilter.of("a"));
        subscription.onAvailable(() -> signals.add("look"));
        subscription.signal();
        subscription.signal();
        assertThat(signals).containsExactly("look");
    }

    @Test
    void a_second_wish_replaces_the_first() {
        Subscription subscription = subscription(OneFilter.of("a"));
        subscription.onAvailable(() -> signals.add("first"));
        subscription.onAvailable(() -> signals.add("second"));
        subscription.signal();
        assertThat(signals).containsExactly("second");
    }

    @Test
    void a_gap_alone_is_news() {
        Subscription foreign = new Subscription(
                rig.notifier.subscriptions(),
                rig.log,
                dispatcher,
                null,
                OneFilter.of("a"),
                rig.log.locate(OneFilter.of("a"), From.after(dev.realtime.event.Cursor.FOREIGN)));
        foreign.onAvailable(() -> signals.add("look"));
        assertThat(signals).containsExactly("look");
        Batch batch = foreign.next(1);
        assertThat(batch.gap()).isNotNull();
        assertThat(batch.events()).isEmpty();
        foreign.onAvailable(() -> signals.add("again"));
        assertThat(signals).containsExactly("look");
    }

    @Test
    void closing_signals_and_leaves_nothing_in_the_index() {
        Subscription subscription = subscription(OneFilter.of("a"));
        subscription.onAvailable(() -> signals.add("look"));
        assertThat(dispatcher.index().mayConcern(NotifierRig.topic("a"))).isTrue();
        subscription.close(CloseReason.CLIENT_GONE);
        assertThat(signals).containsExactly("look");
        assertThat(dispatcher.index().mayConcern(NotifierRig.topic("a"))).isFalse();
    }

    @Test
    void one_that_closes_while_it_registers_is_signalled_and_leaves_nothing_in_the_index() {
        for (int look = 1; look <= 2; look++) {
            signals.clear();
            Subscription[] itself = new Subscription[1];
            // The first look at the filters is the index's when it registers, or when closing removes it.
            itself[0] = subscription(new OneFilter("a", look, () -> itself[0].close()));
            itself[0].onAvailable(() -> signals.add("look"));
            assertThat(signals).containsExactly("look");
            assertThat(dispatcher.index().mayConcern(NotifierRig.topic("a"))).isFalse();
        }
    }

    @Test
    void arming_one_that_is_closed_signals_at_once_and_leaves_nothing_in_the_index() {
        Subscription subscription = subscription(OneFilter.of("a"));
        subscription.close();
        subscription.onAvailable(() -> signals.add("look"));
        subscription.onAvailable(() -> signals.add("look"));
        assertThat(signals).containsExactly("look", "look");
        assertThat(dispatcher.index().mayConcern(NotifierRig.topic("a"))).isFalse();
    }

    @Test
    void a_signal_that_throws_harms_nobody() {
        Subscription subscription = subscription(OneFilter.of("a"));
        subscription.onAvailable(() -> {
            throw new AssertionError("signal");
        });
        subscription.signal();
        subscription.close();
        assertThat(subscription.closed()).isEqualTo(CloseReason.CLIENT_CLOSED);
    }

    private Subscription subscription(List<TopicFilter> filters) {
        return new Subscription(
                rig.notifier.subscriptions(),
                rig.log,
                dispatcher,
                null,
                filters,
                rig.log.locate(filters, From.latest()));
    }

    /** One filter, and something that happens when it is looked at for the so-manieth time. */
    private static final class OneFilter extends AbstractList<TopicFilter> {
        private final TopicFilter filter;
        private final int when;
        private final Runnable what;
        private int looks;

        OneFilter(String filter, int when, Runnable what) {
            this.filter = TopicFilter.of(filter);
            this.when = when;
            this.what = what;
        }

        static OneFilter of(String filter) {
            return new OneFilter(filter, 0, () -> {});
        }

        @Override
        public TopicFilter get(int index) {
            if (++looks == when) {
                what.run();
            }
            return filter;
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
