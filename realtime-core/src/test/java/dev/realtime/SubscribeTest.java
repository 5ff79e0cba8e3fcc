package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.Retention;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscribeTest {
    private final NotifierRig rig = new NotifierRig(
            settings -> settings.maxTopics(2).maxSubscriptions(2).access(Access.allowSubscribe("**")),
            log -> log.retention(Retention.DEFAULT.withMaxEvents(2)));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void it_reads_from_its_place_on_and_its_cursor_follows() {
        rig.notifier.publish("a", 1);
        Subscription subscription = rig.subscribe("a", "b");
        assertThat(subscription.cursor().sequence()).isEqualTo(1);
        rig.notifier.publish("b", 2);
        rig.notifier.publish("a", 3);
        assertThat(NotifierRig.data(subscription.next(1))).containsExactly("2");
        assertThat(subscription.cursor().sequence()).isEqualTo(2);
        assertThat(NotifierRig.data(subscription.next(10))).containsExactly("3");
        assertThat(subscription.next(10).isEmpty()).isTrue();
        assertThat(subscription.topics()).containsExactly(TopicFilter.of("a"), TopicFilter.of("b"));
        assertThat(subscription.client()).isNull();
    }

    @Test
    void it_begins_where_the_request_says() {
        rig.notifier.publish("a", 1);
        rig.notifier.publish("a", 2);
        SubscriptionRequest request = SubscriptionRequest.to("a");
        assertThat(NotifierRig.data(
                        rig.notifier.subscribe(request.from(From.last(1))).next(10)))
                .containsExactly("2");
        assertThat(NotifierRig.data(
                        rig.notifier.subscribe(request.from(From.earliest())).next(10)))
                .containsExactly("1", "2");
    }

    @Test
    void a_gap_comes_with_the_batch_and_the_listener_is_told() {
        Subscription subscription = rig.subscribe("a");
        for (int i = 0; i < 3; i++) {
            rig.notifier.publish("a", i);
        }
        rig.recorder.look();
        Batch batch = subscription.next(10);
        assertThat(batch.gap()).isNotNull();
        assertThat(NotifierRig.data(batch)).containsExactly("1", "2");
        assertThat(rig.recorder.look()).containsExactly("delivered 2 and a gap");
    }

    @Test
    void one_has_at_most_so_many_filters_the_same_twice_counting_once() {
        assertThat(rig.subscribe("a", "b", "a").topics()).hasSize(2);
        assertThatThrownBy(() -> rig.subscribe("a", "b", "c"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("a subscription must have at most 2 topic filters: 3");
        NotifierRig.assertRefused(
                rig.notifier.subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("a", "b", "c")),
                RefusedException.Code.BAD_REQUEST,
                "a subscription must have at most 2 topic filters: 3");
        assertThat(rig.notifier.subscriptionCount()).isEqualTo(1);
    }

    @Test
    void one_has_at_least_one_filter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubscriptionRequest(List.of(), From.latest()))
                .withMessage("a subscription must have at least one topic filter");
    }

    @Test
    void there_are_at_most_so_many_and_one_that_ends_makes_room() {
        Subscription first = rig.subscribe("a");
        rig.subscribe("a");
        NotifierRig.assertRefused(
                rig.notifier.subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("a")),
                RefusedException.Code.TOO_MANY,
                "there are 2 subscriptions, the most allowed");
        assertThat(rig.notifier.subscriptionCount()).isEqualTo(2);
        first.close();
        first.close(CloseReason.FAILED);
        assertThat(rig.notifier.subscriptionCount()).isEqualTo(1);
        rig.subscribe("a");
    }

    @Test
    void the_first_reason_to_close_holds() {
        Subscription subscription = rig.subscribe("a");
        assertThat(subscription.closed()).isNull();
        subscription.close(CloseReason.STALLED);
        subscription.close();
        assertThat(subscription.closed()).isEqualTo(CloseReason.STALLED);
        assertThat(rig.recorder.look()).containsExactly("subscribed [a]", "closed STALLED");
    }

    @Test
    void a_closed_one_brings_nothing_and_keeps_its_place() {
        Subscription subscription = rig.subscribe("a");
        subscription.close();
        rig.notifier.publish("a", 1);
        assertThat(subscription.next(10).isEmpty()).isTrue();
        assertThat(subscription.cursor().sequence()).isZero();
    }

    @Test
    void a_remote_client_is_known_by_its_subscription() {
        Client client = NotifierRig.client("bob");
        Subscription subscription = rig.notifier
                .subscribeFor(client, SubscriptionRequest.to("a"))
                .toCompletableFuture()
                .join();
        assertThat(subscription.client()).isEqualTo(client);
    }
}
