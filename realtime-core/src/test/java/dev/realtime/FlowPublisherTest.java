package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowPublisherTest {
    private final NotifierRig rig = new NotifierRig(
            settings -> settings.maxSubscriptions(1), log -> log.retention(Retention.DEFAULT.withMaxEvents(3)));
    private final Recorder subscriber = new Recorder();

    private static final class Recorder implements Flow.Subscriber<Batch> {
        final List<String> told = new ArrayList<>();
        Consumer<Flow.Subscription> atFirst = subscription -> {};
        Runnable then = () -> {};
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            told.add("subscribed");
            atFirst.accept(given);
        }

        @Override
        public void onNext(Batch batch) {
            told.add((batch.gap() == null ? "" : "gap ") + NotifierRig.data(batch));
            then.run();
        }

        @Override
        public void onError(Throwable failure) {
            told.add("failed: " + failure.getMessage());
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void it_brings_what_is_asked_for_and_no_more() throws InterruptedException {
        begin();
        rig.notifier.publish("a", 1);
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed");
        subscriber.subscription.request(1);
        rig.executor.runNext();
        rig.notifier.publish("a", 2);
        rig.notifier.publish("a", 3);
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed", "[1]");
        subscriber.subscription.request(1);
        rig.executor.runNext();
        assertThat(subscriber.told).containsExactly("subscribed", "[1]", "[2, 3]");
    }

    @Test
    void demand_waits_for_events() throws InterruptedException {
        subscriber.atFirst = subscription -> subscription.request(2);
        begin();
        rig.executor.runAll();
        rig.notifier.publish("a", 1);
        rig.executor.runNext();
        rig.notifier.publish("a", 2);
        rig.executor.runNext();
        rig.notifier.publish("a", 3);
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed", "[1]", "[2]");
    }

    @Test
    void endless_demand_never_runs_over() throws InterruptedException {
        subscriber.atFirst = subscription -> {
            subscription.request(Long.MAX_VALUE);
            subscription.request(Long.MAX_VALUE);
        };
        begin();
        rig.executor.runAll();
        for (int i = 1; i <= 3; i++) {
            rig.notifier.publish("a", i);
            rig.executor.runNext();
        }
        assertThat(subscriber.told).containsExactly("subscribed", "[1]", "[2]", "[3]");
    }

    @Test
    void a_subscriber_that_asks_from_within_a_signal_gets_the_next_one_after_it() throws InterruptedException {
        rig.notifier.publish("a", 1);
        subscriber.atFirst = subscription -> subscription.request(1);
        subscriber.then = () -> {
            if (subscriber.told.size() == 2) {
                rig.notifier.publish("a", 2);
                subscriber.subscription.request(1);
                subscriber.told.add("asked");
            }
        };
        begin();
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed", "[1]", "asked", "[2]");
    }

    @Test
    void a_gap_is_in_its_place() throws InterruptedException {
        begin();
        for (int i = 1; i <= 5; i++) {
            rig.notifier.publish("a", i);
        }
        subscriber.subscription.request(1);
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed", "gap [3, 4, 5]");
    }

    @Test
    void a_subscriber_that_cancels_is_told_nothing_more() throws InterruptedException {
        subscriber.atFirst = subscription -> subscription.request(10);
        subscriber.then = () -> subscriber.subscription.cancel();
        begin();
        rig.notifier.publish("a", 1);
        rig.executor.runNext();
        rig.notifier.publish("a", 2);
        subscriber.subscription.request(1);
        subscriber.subscription.request(-1);
        subscriber.subscription.cancel();
        rig.executor.runAll();
        rig.close();
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed", "[1]");
        assertThat(rig.recorder.look()).contains("closed CLIENT_CLOSED");
        assertThat(rig.notifier.subscriptionCount()).isZero();
    }

    @Test
    void asking_for_nothing_is_an_error() throws InterruptedException {
        begin();
        subscriber.subscription.request(0);
        rig.executor.runAll();
        assertThat(subscriber.told)
                .containsExactly("subscribed", "failed: request must be 1 or more (Reactive Streams 3.9): 0");
        assertThat(rig.notifier.subscriptionCount()).isZero();
    }

    @Test
    void closing_the_notifier_completes_it_whether_or_not_anything_is_asked_for() throws InterruptedException {
        begin();
        rig.close();
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed", "complete");
    }

    @Test
    void closing_the_notifier_completes_one_that_waits() throws InterruptedException {
        subscriber.atFirst = subscription -> subscription.request(1);
        begin();
        rig.close();
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed", "complete");
    }

    @Test
    void a_subscriber_that_throws_is_let_go_of() throws InterruptedException {
        subscriber.atFirst = subscription -> subscription.request(10);
        subscriber.then = () -> {
            throw new IllegalStateException("subscriber");
        };
        begin();
        rig.notifier.publish("a", 1);
        rig.executor.runNext();
        rig.notifier.publish("a", 2);
        rig.executor.runAll();
        assertThat(subscriber.told).containsExactly("subscribed", "[1]");
        assertThat(rig.notifier.subscriptionCount()).isZero();
        assertThat(rig.recorder.look()).contains("closed FAILED");
    }

    @Test
    void an_executor_that_is_full_for_now_neither_stops_it_nor_moves_it_to_another_thread()
            throws InterruptedException {
        rig.executor.close();
        rig.notifier.publisher(SubscriptionRequest.to("a")).subscribe(subscriber);
        assertThat(subscriber.told).isEmpty();
        rig.executor.reopen();
        rig.scheduler.advance(Turns.RETRY);
        rig.executor.runNext();
        assertThat(subscriber.told).containsExactly("subscribed");
    }

    @Test
    void a_refusal_is_an_error() {
        rig.subscribe("a");
        rig.notifier.publisher(SubscriptionRequest.to("a")).subscribe(subscriber);
        assertThat(subscriber.told)
                .containsExactly("subscribed", "failed: there are 1 subscriptions, the most allowed");
    }

    @Test
    void there_must_be_a_subscriber() {
        assertThatNullPointerException()
                .isThrownBy(() ->
                        rig.notifier.publisher(SubscriptionRequest.to("a")).subscribe(null));
        assertThat(rig.notifier.subscriptionCount()).isZero();
    }

    private void begin() throws InterruptedException {
        rig.notifier
                .publisher(SubscriptionRequest.to("a").from(From.earliest()))
                .subscribe(subscriber);
        rig.executor.runNext();
    }
}
