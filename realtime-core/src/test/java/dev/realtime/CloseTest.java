package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Draft;
import dev.realtime.log.InMemoryEventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CloseTest {
    @Test
    void every_subscription_ends_and_its_reader_is_woken() {
        NotifierRig rig = new NotifierRig();
        List<String> woken = new ArrayList<>();
        Subscription armed = rig.subscribe("a");
        armed.onAvailable(() -> woken.add("armed"));
        Subscription idle = rig.subscribe("a");
        rig.close();
        assertThat(armed.closed()).isEqualTo(CloseReason.DRAINING);
        assertThat(idle.closed()).isEqualTo(CloseReason.DRAINING);
        assertThat(woken).containsExactly("armed");
        assertThat(rig.notifier.subscriptionCount()).isZero();
        idle.onAvailable(() -> woken.add("idle"));
        assertThat(woken).containsExactly("armed", "idle");
    }

    @Test
    void new_ones_are_refused() {
        NotifierRig rig = new NotifierRig(settings -> settings.access(Access.allowSubscribe("**")));
        rig.close();
        assertThatThrownBy(() -> rig.subscribe("a"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("shutting down");
        NotifierRig.assertRefused(
                rig.notifier.subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("a")),
                RefusedException.Code.UNAVAILABLE,
                "shutting down");
        assertThat(rig.notifier.subscriptionCount()).isZero();
    }

    @Test
    void closing_twice_is_closing_once() {
        NotifierRig rig = new NotifierRig();
        rig.subscribe("a");
        rig.close();
        rig.close();
        assertThat(rig.recorder.look()).containsExactly("subscribed [a]", "closed DRAINING");
    }

    @Test
    void the_log_stays_open_and_forgets_the_notifier() {
        NotifierRig rig = new NotifierRig();
        rig.close();
        assertThat(rig.log
                        .append(new Draft(new Topic("a"), "message", Json.of(1), null))
                        .toCompletableFuture())
                .isCompleted();
    }

    @Test
    void its_threads_have_ended_when_it_returns() throws InterruptedException {
        Set<Thread> before = threads();
        Notifier notifier = Notifier.builder()
                .access(Access.denyAll())
                .log(InMemoryEventLog.create())
                .dispatchers(3)
                .build();
        CountDownLatch told = new CountDownLatch(1);
        Thread closing = Thread.currentThread();
        notifier.subscribe("a", event -> {
            told.countDown();
            while (closing.getState() != Thread.State.TIMED_WAITING || !isWithinClose(closing)) { // for this thread
                Thread.onSpinWait();
            }
        });
        notifier.publish("a", 1);
        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        Set<Thread> own = threads();
        own.removeAll(before);
        assertThat(own).extracting(Thread::getName).contains("realtime-dispatcher-0", "realtime-dispatcher-2");
        notifier.close();
        assertThat(own).noneMatch(Thread::isAlive);
    }

    private static boolean isWithinClose(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitEnd"));
    }

    @Test
    void a_listener_of_its_own_may_close_it() throws Exception {
        Notifier notifier = Notifier.create();
        CountDownLatch closed = new CountDownLatch(1);
        notifier.subscribe("a", event -> {
            notifier.close();
            closed.countDown();
        });
        notifier.publish("a", 1);
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(notifier.subscriptionCount()).isZero();
    }

    @Test
    void a_second_close_does_not_take_the_threads_from_the_first() {
        Notifier notifier = Notifier.create();
        List<String> ran = new ArrayList<>();
        notifier.onClose(() -> {
            notifier.close();
            notifier.executor().execute(() -> {});
            ran.add("goodbye");
        });
        notifier.close();
        assertThat(ran).containsExactly("goodbye");
    }

    @Test
    void transports_are_told_once_and_one_that_throws_harms_nobody() {
        NotifierRig rig = new NotifierRig();
        List<String> told = new ArrayList<>();
        rig.notifier.onClose(() -> {
            told.add("failing");
            throw new IllegalStateException("transport");
        });
        rig.notifier.onClose(() -> told.add("other"));
        rig.notifier.onClose(() -> told.add("gone")).cancel();
        rig.close();
        rig.close();
        assertThat(told).containsExactlyInAnyOrder("failing", "other");
        rig.notifier.onClose(() -> told.add("late"));
        assertThat(told).contains("late");
        assertThat(rig.log
                        .append(new Draft(new Topic("a"), "message", Json.of(1), null))
                        .toCompletableFuture())
                .isCompleted();
        assertThat(rig.notifier.head().sequence()).isEqualTo(1);
    }

    @Test
    void its_threads_are_daemons() {
        try (Notifier notifier = Notifier.create()) {
            notifier.subscribe("a", event -> {});
            assertThat(threads()).allMatch(Thread::isDaemon);
        }
    }

    @Test
    void the_log_is_swept_once_a_second_until_then() {
        NotifierRig rig = new NotifierRig();
        rig.notifier.publish("a", 1);
        rig.ticker.advance(java.time.Duration.ofMinutes(11));
        rig.scheduler.advance(java.time.Duration.ofSeconds(1));
        assertThat(rig.log.topicCount()).isZero();
        assertThat(rig.scheduler.size()).isEqualTo(1);
        rig.close();
        rig.scheduler.advance(java.time.Duration.ofSeconds(1));
        assertThat(rig.scheduler.size()).isZero();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("realtime-"))
                .collect(Collectors.toSet());
    }
}
