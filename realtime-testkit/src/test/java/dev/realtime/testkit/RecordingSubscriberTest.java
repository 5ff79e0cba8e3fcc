package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Notifier;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingSubscriberTest {
    private final InMemoryEventLog log = InMemoryEventLog.builder()
            .retention(Retention.DEFAULT.withMaxEvents(2))
            .build();
    private final Notifier notifier = Notifier.builder().log(log).build();
    private final RecordingSubscriber subscriber = new RecordingSubscriber();

    @AfterEach
    void close() {
        notifier.close();
    }

    /** Three events, of which the first has gone. */
    private List<Received> publish() {
        notifier.publish("a", 1);
        Event second = notifier.publish("a", 2);
        Event third = notifier.publish("a", 3);
        String start = log.head().at(0).token();
        return List.of(new Received.Gap("evicted", start, start), Received.Event.of(second), Received.Event.of(third));
    }

    private SubscriptionRequest fromTheStart() {
        return SubscriptionRequest.to("a").from(From.after(log.head().at(0)));
    }

    @Test
    void a_listener_keeps_events_and_gaps() throws InterruptedException {
        List<Received> expected = publish();
        notifier.subscribe(fromTheStart(), subscriber);
        assertThat(subscriber.await(3)).isEqualTo(expected);
    }

    @Test
    void a_reactive_subscriber_keeps_them_too_and_the_end() throws InterruptedException {
        List<Received> expected = publish();
        notifier.publisher(fromTheStart()).subscribe(subscriber);
        assertThat(subscriber.await(3)).isEqualTo(expected);
        assertThat(subscriber.isComplete()).isFalse();
        notifier.close();
        assertThatThrownBy(() -> subscriber.await(4)).hasMessageContaining("the end");
        assertThat(subscriber.isComplete()).isTrue();
        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void one_that_cancels_is_told_nothing_more() throws InterruptedException {
        publish();
        notifier.publisher(fromTheStart()).subscribe(subscriber);
        subscriber.await(3);
        subscriber.cancel();
        assertThat(notifier.subscriptionCount()).isZero();
    }
}
