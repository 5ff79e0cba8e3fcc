package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Event;
import dev.realtime.log.From;
import dev.realtime.log.Gap;
import dev.realtime.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerLoopTest {
    private final NotifierRig rig =
            new NotifierRig(settings -> settings, log -> log.retention(Retention.DEFAULT.withMaxEvents(3)));
    private final Recorder recorder = new Recorder();

    private static final class Recorder implements EventListener {
        final List<String> told = new ArrayList<>();
        Consumer<String> then = what -> {};

        @Override
        public void onEvent(Event event) {
            tell(event.data().toString());
        }

        @Override
        public void onGap(Gap gap) {
            tell("gap " + gap.reason());
        }

        private void tell(String what) {
            told.add(what);
            then.accept(what);
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void it_is_told_of_events_in_order_on_the_executor() throws InterruptedException {
        rig.notifier.subscribe("a/*", recorder);
        rig.executor.runNext();
        rig.notifier.publish("a/x", 1);
        rig.notifier.publish("b", 2);
        rig.notifier.publish("a/y", 3);
        assertThat(recorder.told).isEmpty();
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("1", "3");
        rig.notifier.publish("a/x", 4);
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("1", "3", "4");
    }

    @Test
    void it_may_begin_with_what_is_retained() throws InterruptedException {
        rig.notifier.publish("a", 1);
        rig.notifier.subscribe(SubscriptionRequest.to("a").from(From.earliest()), recorder);
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("1");
    }

    @Test
    void a_gap_comes_before_the_events_that_follow_it() throws InterruptedException {
        rig.notifier.subscribe("a", recorder);
        for (int i = 1; i <= 5; i++) {
            rig.notifier.publish("a", i);
        }
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("gap EVICTED", "3", "4", "5");
    }

    @Test
    void one_that_throws_is_told_of_the_next() throws InterruptedException {
        recorder.then = what -> {
            if (what.equals("1")) {
                throw new AssertionError("listener");
            }
            throw new IllegalStateException("listener");
        };
        Subscription subscription = rig.notifier.subscribe("a", recorder);
        rig.notifier.publish("a", 1);
        rig.notifier.publish("a", 2);
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("1", "2");
        rig.notifier.publish("a", 3);
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("1", "2", "3");
        assertThat(subscription.closed()).isNull();
    }

    @Test
    void nothing_is_told_after_it_was_closed() throws InterruptedException {
        Subscription subscription = rig.notifier.subscribe("a", recorder);
        recorder.then = what -> subscription.close();
        rig.notifier.publish("a", 1);
        rig.notifier.publish("a", 2);
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("1");
        rig.executor.runAll();
        assertThat(recorder.told).containsExactly("1");
    }

    @Test
    void a_listener_may_publish_to_its_own_topic() throws InterruptedException {
        recorder.then = what -> {
            if (recorder.told.size() < 3) {
                rig.notifier.publish("a", "again");
            }
        };
        rig.notifier.subscribe("a", recorder);
        rig.notifier.publish("a", "first");
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("\"first\"", "\"again\"", "\"again\"");
    }

    @Test
    void closing_the_notifier_ends_it() throws InterruptedException {
        Subscription subscription = rig.notifier.subscribe("a", recorder);
        rig.executor.runNext();
        rig.close();
        rig.executor.runAll();
        assertThat(subscription.closed()).isEqualTo(CloseReason.DRAINING);
        assertThat(recorder.told).isEmpty();
    }

    @Test
    void an_executor_that_is_full_for_now_stops_nobody_for_ever() throws InterruptedException {
        rig.executor.close();
        rig.notifier.subscribe("a", recorder);
        rig.notifier.publish("a", 1);
        rig.executor.reopen();
        rig.scheduler.advance(Turns.RETRY);
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("1");
        rig.notifier.publish("a", 2);
        rig.executor.runNext();
        assertThat(recorder.told).containsExactly("1", "2");
    }

    @Test
    void an_executor_that_takes_no_more_is_not_asked_after_the_end() {
        rig.executor.close();
        rig.notifier.subscribe("a", recorder);
        assertThat(rig.scheduler.size()).isEqualTo(3); // with the sweep, and the notifier's listener
        rig.close();
        rig.scheduler.advance(Turns.RETRY);
        assertThat(rig.scheduler.size()).isZero();
        assertThat(recorder.told).isEmpty();
    }
}
