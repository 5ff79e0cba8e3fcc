package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final List<CompletableFuture<Boolean>> undecided = new ArrayList<>();
    private final NotifierRig rig = new NotifierRig(settings -> settings.access((client, action, topics) -> {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        if (topics.pattern().equals("slow")) {
            undecided.add(decision);
        } else {
            decision.complete(true);
        }
        return decision;
    }));

    private Subscription subscribe() {
        return rig.notifier
                .subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("a"))
                .toCompletableFuture()
                .join();
    }

    private CompletableFuture<Void> drain() {
        return rig.notifier.drain(WITHIN).toCompletableFuture();
    }

    @Test
    void each_client_is_let_go_at_a_moment_of_its_own_within_the_time() {
        List<Subscription> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(subscribe());
        }
        CompletableFuture<Void> drained = drain();
        for (int gone = 1; gone <= 10; gone++) { // one in each tenth of the time
            rig.scheduler.advance(WITHIN.dividedBy(10));
            assertThat(clients.stream().filter(one -> one.closed() == CloseReason.DRAINING))
                    .hasSize(gone);
            assertThat(rig.notifier.connectionCount()).isEqualTo(10 - gone);
        }
        rig.executor.runAll();
        assertThat(drained).isCompleted();
    }

    @Test
    void the_order_in_which_they_leave_is_not_that_in_which_they_came() {
        List<Subscription> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(subscribe());
        }
        drain();
        rig.scheduler.advance(WITHIN.dividedBy(2));
        assertThat(clients.subList(0, 25)).anyMatch(one -> one.closed() == null); // else in one of 10^14 runs
    }

    @Test
    void no_client_begins_any_more_and_code_in_this_JVM_goes_on() {
        Subscription leaving = subscribe();
        Subscription inside = rig.subscribe("a");
        drain();
        NotifierRig.assertRefused(
                rig.notifier.subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("a")),
                RefusedException.Code.UNAVAILABLE,
                "shutting down");
        CompletionStage<Subscription> within =
                rig.notifier.subscribeWithin(NotifierRig.client(null), SubscriptionRequest.to("a"));
        rig.executor.runAll();
        NotifierRig.assertRefused(within, RefusedException.Code.UNAVAILABLE, "shutting down");
        assertThatThrownBy(() -> rig.notifier.requireRoom(NotifierRig.client(null)))
                .hasMessage("shutting down");
        assertThatThrownBy(() -> rig.notifier.connect(NotifierRig.client(null), () -> {}))
                .hasMessage("shutting down");
        rig.notifier.publish("a", 1);
        assertThat(NotifierRig.data(inside.next(10))).containsExactly("1");
        assertThat(NotifierRig.data(leaving.next(10))).containsExactly("1");
        assertThat(rig.subscribe("b").closed()).isNull();
        rig.scheduler.advance(WITHIN);
        rig.executor.runAll();
        assertThat(inside.closed()).isEqualTo(CloseReason.DRAINING);
    }

    @Test
    void a_client_whose_access_is_still_asked_for_is_refused() {
        CompletableFuture<Subscription> asking = rig.notifier
                .subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("slow"))
                .toCompletableFuture();
        CompletableFuture<Void> drained = drain();
        undecided.get(0).complete(true);
        NotifierRig.assertRefused(asking, RefusedException.Code.UNAVAILABLE, "shutting down");
        assertThat(rig.notifier.connectionCount()).isZero();
        rig.executor.runAll();
        assertThat(drained).isCompleted();
    }

    @Test
    void a_connection_is_let_go_and_its_subscriptions_are_its_own_business() {
        List<String> told = new ArrayList<>();
        Admission admission = rig.notifier.connect(NotifierRig.client(null), () -> told.add("let go"));
        CompletableFuture<Subscription> asking = rig.notifier
                .subscribeWithin(NotifierRig.client(null), SubscriptionRequest.to("a"))
                .toCompletableFuture();
        rig.executor.runAll();
        Subscription within = asking.join();
        CompletableFuture<Void> drained = drain();
        rig.scheduler.advance(WITHIN.minusNanos(1));
        assertThat(told).containsExactly("let go");
        assertThat(within.closed()).isNull();
        within.close();
        admission.end();
        rig.executor.runAll();
        assertThat(drained).isCompleted();
    }

    @Test
    void one_that_throws_when_it_is_let_go_harms_nobody() {
        rig.notifier.connect(NotifierRig.client(null), () -> {
            throw new IllegalStateException("transport");
        });
        Subscription other = subscribe();
        drain();
        rig.scheduler.advance(WITHIN.minusNanos(1));
        assertThat(other.closed()).isEqualTo(CloseReason.DRAINING);
        rig.close();
    }

    @Test
    void it_is_over_as_soon_as_all_have_left() {
        Subscription one = subscribe();
        CompletableFuture<Void> drained = drain();
        assertThat(drained).isNotDone();
        one.close();
        rig.executor.runAll();
        assertThat(drained).isCompleted();
        assertThatThrownBy(() -> rig.notifier.publish("a", 1)).hasMessage("shutting down");
    }

    @Test
    void who_does_not_leave_is_cut_off_when_the_time_is_over() {
        List<String> told = new ArrayList<>();
        rig.notifier.onClose(() -> told.add("closed"));
        rig.notifier.connect(NotifierRig.client(null), () -> {});
        CompletableFuture<Void> drained = drain();
        rig.scheduler.advance(WITHIN.minusNanos(1));
        rig.executor.runAll();
        assertThat(drained).isNotDone();
        assertThat(told).isEmpty();
        rig.scheduler.advance(Duration.ofNanos(1));
        rig.executor.runAll();
        assertThat(drained).isCompleted();
        assertThat(told).containsExactly("closed");
    }

    @Test
    void closing_ends_it_at_once_and_leaves_no_timer() {
        Subscription one = subscribe();
        CompletableFuture<Void> drained = drain();
        rig.close();
        assertThat(one.closed()).isEqualTo(CloseReason.DRAINING);
        assertThat(drained).isCompleted();
        assertThat(rig.scheduler.size()).isZero();
    }

    @Test
    void a_second_call_changes_nothing() {
        subscribe();
        CompletableFuture<Void> first = drain();
        CompletableFuture<Void> second = rig.notifier.drain(Duration.ZERO).toCompletableFuture();
        rig.executor.runAll();
        assertThat(second).isNotDone();
        rig.scheduler.advance(WITHIN);
        rig.executor.runAll();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(drain()).isCompleted();
    }

    @Test
    void an_executor_that_takes_no_more_does_not_hold_it_up() {
        rig.executor.close();
        assertThat(drain()).isCompleted();
    }

    @Test
    void a_time_that_is_negative_is_refused() {
        assertThatThrownBy(() -> rig.notifier.drain(Duration.ofSeconds(-1)))
                .hasMessage("within must be zero or more: PT-1S");
    }

    @Test
    void its_own_threads_are_gone_when_it_is_over() throws InterruptedException, ExecutionException, TimeoutException {
        Set<Thread> before = threads();
        Notifier notifier =
                Notifier.builder().access(Access.allowSubscribe("**")).build();
        notifier.subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("a"))
                .toCompletableFuture()
                .join();
        notifier.drain(Duration.ofMillis(50)).toCompletableFuture().get(20, TimeUnit.SECONDS);
        Set<Thread> own = threads();
        own.removeAll(before);
        for (Thread thread : own) {
            thread.join(20_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("realtime-"))
                .collect(Collectors.toSet());
    }
}
