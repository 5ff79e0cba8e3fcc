package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NotifierListenerTest {
    static Stream<Supplier<Throwable>> failures() {
        return Stream.of(() -> new IllegalStateException("listener"), () -> new NoClassDefFoundError("metrics"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void one_that_throws_harms_nobody(Supplier<Throwable> failure) {
        try (NotifierRig rig = new NotifierRig(
                settings -> settings.listener(new Failing(failure)).maxPayloadBytes(1))) {
            Subscription subscription = rig.subscribe("a");
            rig.notifier.publish("a", 1);
            assertThat(NotifierRig.data(subscription.next(10))).containsExactly("1");
            NotifierRig.assertRefused(
                    rig.notifier.subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("a")),
                    RefusedException.Code.FORBIDDEN,
                    "not allowed to subscribe to a");
            NotifierRig.assertRefused(
                    rig.notifier.publishAsync(Publication.of("a", 12)),
                    RefusedException.Code.TOO_LARGE,
                    "payload must have at most 1 bytes: 2");
            subscription.close();
            assertThat(rig.notifier.subscriptionCount()).isZero();
            assertThatThrownBy(() -> rig.notifier
                            .publishFor(NotifierRig.client(null), Publication.of("a", 1))
                            .toCompletableFuture()
                            .join())
                    .hasRootCauseMessage("not allowed to publish to a");
        }
    }

    @Test
    void nobody_can_end_a_subscription_before_the_listener_is_to_be_told_of_its_beginning() {
        List<Integer> open = new ArrayList<>();
        Notifier[] notifier = new Notifier[1];
        try (NotifierRig rig = new NotifierRig(settings -> settings.listener(new NotifierListener() {
            @Override
            public void subscribed(Subscription subscription) {
                open.add(notifier[0].subscriptions().all().size());
            }
        }))) {
            notifier[0] = rig.notifier;
            rig.subscribe("a");
            assertThat(open).containsExactly(0);
        }
    }

    @Test
    void it_is_told_what_came_before_close_by_the_time_that_has_returned() {
        RecordingListener recorder = new RecordingListener();
        Thread closing = Thread.currentThread();
        Notifier notifier = Notifier.builder()
                .access(Access.denyAll())
                .listener(recorder)
                .executor(task -> startWhenWaitedFor(closing, task))
                .build();
        notifier.subscribe(SubscriptionRequest.to("a"));
        notifier.publish("a", 1);
        notifier.close();
        assertThat(recorder.look()).containsExactly("subscribed [a]", "published a", "closed DRAINING");
    }

    private static void startWhenWaitedFor(Thread closing, Runnable task) {
        Thread worker = new Thread(() -> {
            while (Stream.of(closing.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().equals(Mailbox.class.getName())
                            && frame.getMethodName().equals("awaitEnd"))) {
                Thread.onSpinWait();
            }
            task.run();
        });
        worker.setDaemon(true);
        worker.start();
    }

    private record Failing(Supplier<Throwable> failure) implements NotifierListener {
        private void fail() {
            NotifierListenerTest.<RuntimeException>sneak(failure.get());
        }

        @Override
        public void published(Appended appended) {
            fail();
        }

        @Override
        public void subscribed(Subscription subscription) {
            fail();
        }

        @Override
        public void delivered(Subscription subscription, Batch batch) {
            fail();
        }

        @Override
        public void refused(Client client, Action action, TopicFilter topics) {
            fail();
        }

        @Override
        public void refused(Client client, String limit) {
            fail();
        }

        @Override
        public void closed(Subscription subscription, CloseReason reason) {
            fail();
        }

        @Override
        public void missed(long calls) {
            fail();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
