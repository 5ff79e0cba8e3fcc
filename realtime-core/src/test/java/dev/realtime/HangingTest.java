package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Json;
import dev.realtime.log.Appended;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code of the application's that never returns, and what goes on without it. */
class HangingTest {
    private static final String HANGS = "hangs";

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Thread> hanging = new ArrayList<>();

    @AfterEach
    void release() throws InterruptedException {
        release.countDown();
        for (Thread thread : hanging) {
            thread.join();
        }
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs it on a thread of its own until it hangs. */
    private void hangIn(Runnable call) {
        Thread thread = new Thread(call);
        hanging.add(thread);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private Access hook() {
        return Access.of((client, action, topics) -> {
            if (topics.pattern().startsWith(HANGS)) {
                hang();
            }
            return true;
        });
    }

    private static CompletableFuture<Subscription> ask(NotifierRig rig, String principal, String topic) {
        return rig.notifier
                .subscribeFor(NotifierRig.client(principal), SubscriptionRequest.to(topic))
                .toCompletableFuture();
    }

    // ---- the access hook ----

    @Test
    void a_hook_that_hangs_is_called_so_many_times_and_then_refuses_at_once() throws InterruptedException {
        try (NotifierRig rig =
                new NotifierRig(settings -> settings.access(hook()).maxAccessCalls(2))) {
            Subscription before = ask(rig, "ann", "a").join();
            hangIn(() -> ask(rig, "bob", HANGS));
            hangIn(() -> rig.notifier.publishFor(NotifierRig.client("eve"), Publication.of(HANGS, 1)));
            rig.recorder.look();
            NotifierRig.assertRefused(
                    ask(rig, "ann", "a"),
                    RefusedException.Code.UNAVAILABLE,
                    "there are 2 calls of the access hook, the most allowed");
            assertThat(rig.recorder.look()).containsExactly("refused maxAccessCalls");
            rig.notifier.publish("a", 1);
            assertThat(NotifierRig.data(before.next(10))).containsExactly("1");
            release();
            assertThat(ask(rig, "ann", "a")).isCompleted();
        }
    }

    @Test
    void one_login_for_which_it_hangs_leaves_room_for_the_others() {
        try (NotifierRig rig =
                new NotifierRig(settings -> settings.access(hook()).maxAccessCallsPerPrincipal(1))) {
            hangIn(() -> ask(rig, "bob", HANGS));
            NotifierRig.assertRefused(
                    ask(rig, "bob", "a"),
                    RefusedException.Code.UNAVAILABLE,
                    "there are 1 calls of the access hook of this login, the most allowed");
            assertThat(rig.recorder.look()).containsExactly("refused maxAccessCallsPerPrincipal");
            assertThat(ask(rig, "ann", "a")).isCompleted();
            assertThat(ask(rig, null, "a")).isCompleted();
        }
    }

    @Test
    void one_address_for_which_it_hangs_leaves_room_for_the_others() {
        try (NotifierRig rig =
                new NotifierRig(settings -> settings.access(hook()).maxAccessCallsPerAddress(1))) {
            hangIn(() -> ask(rig, null, HANGS));
            NotifierRig.assertRefused(
                    ask(rig, null, "a"),
                    RefusedException.Code.UNAVAILABLE,
                    "there are 1 calls of the access hook from this address, the most allowed");
            assertThat(ask(rig, "ann", "a")).isCompleted();
        }
    }

    @Test
    void an_answer_that_is_yet_to_come_holds_no_call() {
        CompletableFuture<Boolean> undecided = new CompletableFuture<>();
        try (NotifierRig rig = new NotifierRig(settings ->
                settings.access((client, action, topics) -> undecided).maxAccessCalls(1))) {
            CompletableFuture<Subscription> first = ask(rig, "ann", "a");
            CompletableFuture<Subscription> second = ask(rig, "ann", "a");
            undecided.complete(true);
            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
        }
    }

    @Test
    void within_a_connection_it_has_two_seconds_and_what_it_says_later_counts_for_nothing() throws Exception {
        try (NotifierRig rig = new NotifierRig(settings -> settings.access(hook()))) {
            Client ann = NotifierRig.client("ann");
            CompletableFuture<Subscription> subscription = rig.notifier
                    .subscribeWithin(ann, SubscriptionRequest.to(HANGS))
                    .toCompletableFuture();
            CompletableFuture<Appended> publication =
                    rig.notifier.publishWithin(ann, Publication.of(HANGS, 1)).toCompletableFuture();
            hangIn(() -> runNext(rig));
            hangIn(() -> runNext(rig));
            rig.scheduler.advance(AccessGate.TIMEOUT);
            NotifierRig.assertRefused(
                    subscription, RefusedException.Code.FORBIDDEN, "not allowed to subscribe to hangs");
            NotifierRig.assertRefused(publication, RefusedException.Code.FORBIDDEN, "not allowed to publish to hangs");
            release();
            assertThat(rig.notifier.subscriptionCount()).isZero();
            assertThat(rig.notifier.head().sequence()).isZero();
        }
    }

    @Test
    void who_waits_for_calls_that_hang_is_refused_after_two_seconds_and_is_not_asked_about_later() {
        List<String> asked = new ArrayList<>();
        try (NotifierRig rig = new NotifierRig(settings -> settings.access(Access.of((client, action, topics) -> {
            asked.add(topics.pattern());
            return true;
        })))) {
            CompletableFuture<Subscription> waiting = rig.notifier
                    .subscribeWithin(NotifierRig.client("ann"), SubscriptionRequest.to("a"))
                    .toCompletableFuture();
            rig.scheduler.advance(AccessGate.TIMEOUT);
            NotifierRig.assertRefused(
                    waiting, RefusedException.Code.UNAVAILABLE, "the access hook is busy: come back later");
            assertThat(rig.recorder.look()).containsExactly("refused maxAccessCalls");
            rig.executor.runAll();
            assertThat(asked).isEmpty();
        }
    }

    private static void runNext(NotifierRig rig) {
        try {
            rig.executor.runNext();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_recheck_in_which_it_hangs_once_asks_of_the_others() throws Exception {
        boolean[] rechecking = {false};
        try (NotifierRig rig = new NotifierRig(settings -> settings.access(Access.of((client, action, topics) -> {
            if (rechecking[0] && topics.pattern().equals(HANGS)) {
                hang();
            }
            return !rechecking[0] || !topics.pattern().equals("lost");
        })))) {
            Subscription stuck = ask(rig, "ann", HANGS).join();
            Subscription kept = ask(rig, "ann", "kept").join();
            Subscription lost = ask(rig, "ann", "lost").join();
            rechecking[0] = true;
            CompletableFuture<Void> done = rig.notifier.recheck("ann").toCompletableFuture();
            while (lost.closed() == null) {
                Thread one = new Thread(() -> runNext(rig));
                hanging.add(one);
                one.start();
                while (one.isAlive() && one.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            assertThat(lost.closed()).isEqualTo(CloseReason.REFUSED);
            rig.executor.runAll();
            assertThat(done).isNotDone();
            rig.scheduler.advance(AccessGate.TIMEOUT);
            assertThat(done).isCompleted();
            assertThat(stuck.closed()).isEqualTo(CloseReason.REFUSED);
            assertThat(kept.closed()).isNull();
        }
    }

    @Test
    void a_recheck_in_which_every_call_hangs_is_over_nevertheless() {
        try (NotifierRig rig = new NotifierRig(settings -> settings.access(Access.allowSubscribe("**")))) {
            for (int i = 0; i < NotifierThreads.MAX_RECHECKING + 5; i++) {
                ask(rig, "ann", "a").join();
            }
            CompletableFuture<Void> done = rig.notifier.recheck("ann").toCompletableFuture();
            assertThat(rig.executor.size()).isEqualTo(NotifierThreads.MAX_RECHECKING);
            rig.ticker.advance(AccessGate.TIMEOUT);
            rig.scheduler.advance(AccessGate.TIMEOUT);
            assertThat(done).isCompleted();
            assertThat(rig.notifier.subscriptionCount()).isZero();
        }
    }

    // ---- the notifier's listener ----

    @Test
    void a_listener_that_hangs_holds_no_publisher_and_no_dispatcher() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        NotifierListener listener = new NotifierListener() {
            @Override
            public void published(Appended appended) {
                told.countDown();
                hang();
            }
        };
        Notifier notifier = Notifier.builder()
                .access(Access.allowSubscribe("**"))
                .listener(listener)
                .build();
        try (notifier) {
            CountDownLatch both = new CountDownLatch(2);
            notifier.subscribe("a", event -> both.countDown());
            notifier.publish("a", 1);
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
            notifier.publish("a", 2);
            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(notifier.subscribeFor(NotifierRig.client("ann"), SubscriptionRequest.to("a"))
                            .toCompletableFuture())
                    .isCompleted();
        } // waits a second for it, no longer
        assertThat(notifier.subscriptionCount()).isZero();
    }

    // ---- listeners of events ----

    @Test
    void as_many_listeners_of_events_as_there_is_room_for_may_hang_and_nobody_but_listeners_waits() throws Exception {
        int many = NotifierThreads.MAX_LISTENING;
        CountDownLatch told = new CountDownLatch(many);
        try (Notifier notifier =
                Notifier.builder().access(Access.allowSubscribe("**")).build()) {
            Subscription reader = notifier.subscribe(SubscriptionRequest.to("a"));
            for (int i = 0; i < many - 1; i++) {
                notifier.subscribe("a", event -> {
                    told.countDown();
                    hang();
                });
            }
            CountDownLatch again = new CountDownLatch(2);
            notifier.subscribe("a", event -> {
                told.countDown();
                again.countDown();
            });
            notifier.publish("a", 1);
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
            notifier.publish("a", 2);
            assertThat(again.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 100; i++) { // on a pool these wait for ever
                notifier.subscribe("a", event -> hang());
            }
            notifier.publish("a", 3);
            CompletableFuture<Subscription> asked = notifier.subscribeWithin(
                            NotifierRig.client("ann"), SubscriptionRequest.to("a"))
                    .toCompletableFuture();
            assertThat(asked.get(10, TimeUnit.SECONDS).closed()).isNull();
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {}, notifier.executor());
            written.get(10, TimeUnit.SECONDS);
            assertThat(NotifierRig.data(reader.next(10))).containsExactly("1", "2", "3");
            release();
        }
    }

    // ---- the codec ----

    @Test
    void a_codec_that_hangs_holds_its_publisher_alone() {
        try (NotifierRig rig = new NotifierRig(settings -> settings.codec(payload -> {
            hang();
            return Json.of(payload);
        }))) {
            Subscription reader = rig.subscribe("a");
            hangIn(() -> rig.notifier.publish("a", "hangs"));
            rig.notifier.publish("a", Json.of(1));
            assertThat(NotifierRig.data(reader.next(10))).containsExactly("1");
        }
    }

    @Test
    void what_is_json_already_as_whatever_clients_publish_does_not_meet_the_codec() {
        try (NotifierRig rig =
                new NotifierRig(settings -> settings.access(hook()).codec(payload -> {
                    throw new AssertionError("not to be asked");
                }))) {
            rig.notifier
                    .publishFor(NotifierRig.client("ann"), Publication.of("a", Json.of(1)))
                    .toCompletableFuture()
                    .join();
            assertThat(rig.notifier.head().sequence()).isEqualTo(1);
        }
    }
}
