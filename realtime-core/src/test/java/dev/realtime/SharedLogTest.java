package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.EventLog;
import dev.realtime.log.From;
import dev.realtime.log.Gap;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.log.LogWatcher;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A notifier over a log that other processes share. */
class SharedLogTest {
    private static final Client ANN = NotifierRig.client("ann");
    private static final Publication ONE = Publication.of("a", 1);

    private final FakeSharedLog log = new FakeSharedLog();
    private final NotifierRig rig = new NotifierRig(settings -> settings.log(log)
            .access((client, action, topics) -> CompletableFuture.completedStage(true))
            .maxPublishWait(Duration.ofSeconds(10)));

    @AfterEach
    void close() {
        rig.close();
    }

    private static void assertUnavailable(CompletableFuture<?> failed, Outcome outcome, String message) {
        assertThat(failed).isCompletedExceptionally();
        assertThatThrownBy(failed::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(LogUnavailableException.class)
                .hasMessage(message)
                .extracting(failure -> ((LogUnavailableException) failure).outcome())
                .isEqualTo(outcome);
    }

    // ---- publishing ----

    @Test
    void an_event_that_was_stored_is_told_when_the_log_says_so() {
        CompletableFuture<Appended> publishing = rig.notifier.publishAsync(ONE).toCompletableFuture();
        assertThat(publishing).isNotDone();
        assertThat(rig.recorder.look()).isEmpty();
        Event event = log.store();
        log.appends.remove().complete(new Appended(event, false));
        assertThat(publishing).as("on the thread that feeds the copy").isNotDone();
        rig.executor.runAll();
        assertThat(publishing.join()).isEqualTo(new Appended(event, false));
        assertThat(rig.recorder.look()).containsExactly("published a");
        assertThat(rig.scheduler.size()).as("of the sweep alone").isEqualTo(1);
    }

    @Test
    void publish_waits_until_it_is_stored() throws InterruptedException {
        BlockingQueue<Event> published = new LinkedBlockingQueue<>();
        Thread publisher = new Thread(() -> published.add(rig.notifier.publish("a", 1)));
        publisher.start();
        CompletableFuture<Appended> answer = log.awaitAppend();
        Event event = log.store();
        assertThat(published).isEmpty();
        answer.complete(new Appended(event, false));
        assertThat(published.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
        publisher.join();
    }

    @Test
    void one_that_was_not_stored_says_so_and_may_be_published_again() {
        LogUnavailableException failure = new LogUnavailableException(Outcome.NOT_STORED, "no connection");
        CompletableFuture<Appended> publishing = rig.notifier.publishAsync(ONE).toCompletableFuture();
        log.appends.remove().completeExceptionally(failure);
        rig.executor.runAll();
        assertUnavailable(publishing, Outcome.NOT_STORED, "no connection");
        log.answer = CompletableFuture.failedStage(failure);
        assertThatThrownBy(() -> rig.notifier.publish("a", 1)).isSameAs(failure);
        assertThatThrownBy(() -> rig.notifier.publish(ONE)).isSameAs(failure);
        assertThat(rig.recorder.look()).isEmpty();
    }

    @Test
    void one_without_an_answer_in_time_is_unknown() {
        CompletableFuture<Appended> publishing = rig.notifier.publishAsync(ONE).toCompletableFuture();
        rig.scheduler.advance(Duration.ofSeconds(10).minusNanos(1));
        rig.executor.runAll();
        assertThat(publishing).isNotDone();
        rig.scheduler.advance(Duration.ofNanos(1));
        rig.executor.runAll();
        assertUnavailable(publishing, Outcome.UNKNOWN, "the log did not answer within maxPublishWait of PT10S");
        log.appends.remove().complete(new Appended(log.store(), false));
        rig.executor.runAll();
        assertThat(rig.recorder.look()).as("too late").isEmpty();
    }

    @Test
    void publish_without_an_answer_in_time_is_unknown_and_so_is_one_that_is_interrupted() {
        try (NotifierRig brief = new NotifierRig(settings -> settings.log(log).maxPublishWait(Duration.ofMillis(1)))) {
            assertThatThrownBy(() -> brief.notifier.publish("a", 1))
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessage("the log did not answer within maxPublishWait of PT0.001S");
        }
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> rig.notifier.publish(ONE))
                .isInstanceOf(LogUnavailableException.class)
                .extracting(failure -> ((LogUnavailableException) failure).outcome())
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_client_is_refused_with_what_it_may_do_now() {
        log.answer = CompletableFuture.failedStage(new LogUnavailableException(Outcome.NOT_STORED, "redis:6379"));
        NotifierRig.assertRefused(
                rig.notifier.publishFor(ANN, ONE),
                RefusedException.Code.UNAVAILABLE,
                "the log cannot be reached: the event was not stored, and may be sent again");
        log.answer = CompletableFuture.failedStage(new LogUnavailableException(Outcome.UNKNOWN, "redis:6379"));
        var within = rig.notifier.publishWithin(ANN, ONE);
        rig.executor.runAll();
        NotifierRig.assertRefused(
                within,
                RefusedException.Code.UNAVAILABLE,
                "the log cannot be reached: the event may have been stored, so send it again only with the idempotency"
                        + " key it had");
    }

    @Test
    void what_the_log_can_never_take_is_refused_with_its_rule() {
        IllegalArgumentException rule = new IllegalArgumentException("too large");
        log.answer = CompletableFuture.failedStage(rule);
        assertThatThrownBy(() -> rig.notifier.publish("a", 1)).isSameAs(rule);
        assertThatThrownBy(() ->
                        rig.notifier.publishFor(ANN, ONE).toCompletableFuture().join())
                .hasCause(rule);
        assertThatThrownBy(() ->
                        rig.notifier.publishAsync(ONE).toCompletableFuture().join())
                .hasCause(rule);
    }

    // ---- beginning ----

    private CompletableFuture<Subscription> ask(Cursor place) {
        return rig.notifier
                .subscribeFor(ANN, SubscriptionRequest.to("a").from(From.after(place)))
                .toCompletableFuture();
    }

    @Test
    void a_cursor_that_is_ahead_waits_until_the_copy_has_come_there() {
        log.load(List.of(), 2);
        CompletableFuture<Subscription> asking = ask(new Cursor(7, 0, 3));
        assertThat(asking).isNotDone();
        log.mirror.append(log.event("a", 3));
        log.mirror.append(log.event("a", 4));
        log.reaches.remove().complete(null);
        rig.executor.runAll();
        Batch batch = asking.join().next(10);
        assertThat(batch.gap()).isNull();
        assertThat(NotifierRig.data(batch)).containsExactly("4");
        assertThat(rig.scheduler.size()).as("of the sweep alone").isEqualTo(1);
    }

    @Test
    void a_place_that_the_log_does_not_have_is_a_gap() {
        CompletableFuture<Subscription> asking = ask(new Cursor(8, 0, 3));
        log.reaches.remove().complete(null);
        rig.executor.runAll();
        assertThat(asking.join().next(10).gap()).extracting(Gap::reason).isEqualTo(Gap.Reason.EPOCH);
    }

    @Test
    void what_is_known_here_is_not_asked_for() {
        log.load(List.of(2L), 3);
        for (Cursor known : List.of(new Cursor(7, 1, 3), new Cursor(7, 0, 1), new Cursor(7, 0, 9), Cursor.FOREIGN)) {
            assertThat(ask(known)).as("%s", known).isCompleted();
        }
        assertThat(rig.notifier.subscribeFor(ANN, SubscriptionRequest.to("a")).toCompletableFuture())
                .isCompleted();
        assertThat(log.reaches).isEmpty();
    }

    @Test
    void a_cursor_that_cannot_be_looked_up_is_refused_until_later() {
        CompletableFuture<Subscription> late = ask(new Cursor(7, 0, 1));
        rig.scheduler.advance(LogCalls.MAX_REACH);
        rig.executor.runAll();
        CompletableFuture<Subscription> failing = ask(new Cursor(7, 0, 1));
        log.reaches.removeLast().completeExceptionally(new LogUnavailableException(Outcome.NOT_STORED, "redis:6379"));
        rig.executor.runAll();
        for (CompletableFuture<Subscription> refused : List.of(late, failing)) {
            NotifierRig.assertRefused(
                    refused,
                    RefusedException.Code.UNAVAILABLE,
                    "the log cannot be asked for this cursor: come back later");
        }
        assertThat(rig.notifier.connectionCount()).isZero();
        assertThat(rig.notifier.subscriptionCount()).isZero();
    }

    @Test
    void who_is_refused_access_does_not_make_the_log_work() {
        try (NotifierRig closed = new NotifierRig(settings -> settings.log(log))) {
            closed.notifier.subscribeFor(ANN, SubscriptionRequest.to("a").from(From.after(new Cursor(7, 0, 1))));
            assertThat(log.reaches).isEmpty();
        }
    }

    @Test
    void code_in_this_jvm_waits_for_its_beginning_too() {
        SubscriptionRequest ahead = SubscriptionRequest.to("a").from(From.after(new Cursor(7, 0, 1)));
        log.reached = CompletableFuture.failedStage(new LogUnavailableException(Outcome.NOT_STORED, "redis:6379"));
        assertThatThrownBy(() -> rig.notifier.subscribe(ahead))
                .isInstanceOf(RefusedException.class)
                .hasMessage("the log cannot be asked for this cursor: come back later");
        log.reached = CompletableFuture.completedStage(null);
        assertThat(rig.notifier.subscribe(ahead).next(1).gap()).isNotNull();
    }

    // ---- reading on ----

    @Test
    void who_waits_is_woken_by_a_rollback() throws InterruptedException {
        log.load(List.of(), 5);
        Subscription subscription = rig.subscribe("a");
        BlockingQueue<String> woken = new LinkedBlockingQueue<>();
        subscription.onAvailable(() -> woken.add("look"));
        log.load(List.of(3L), 3);
        assertThat(woken.poll(10, TimeUnit.SECONDS)).isEqualTo("look");
        assertThat(subscription.next(10).gap())
                .isEqualTo(new Gap(Gap.Reason.ROLLBACK, new Cursor(7, 0, 5), new Cursor(7, 0, 3)));
        assertThat(rig.notifier.head()).isEqualTo(new Cursor(7, 0, 3));
    }

    @Test
    void how_much_a_rolled_back_client_will_read_counts_as_its_replay() {
        log.load(List.of(1L), Replays.ONE_BATCH + 2);
        ask(new Cursor(7, 0, 1)).join();
        ask(new Cursor(7, 1, 2)).join();
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
        ask(new Cursor(7, 0, Replays.ONE_BATCH + 2)).join();
        assertThat(rig.notifier.replayCount()).isEqualTo(2);
    }

    // ---- settings ----

    @Test
    void a_log_that_is_read_elsewhere_is_refused() {
        EventLog third = (EventLog) Proxy.newProxyInstance(
                EventLog.class.getClassLoader(), new Class<?>[] {EventLog.class}, (proxy, method, arguments) -> null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Notifier.builder().log(third))
                .withMessage("log must be an InMemoryEventLog or a SharedEventLog, which a Mirror makes of any other: "
                        + third.getClass().getName());
    }

    @Test
    void publishing_waits_a_positive_time() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Notifier.builder().maxPublishWait(wrong))
                    .withMessage("maxPublishWait must be positive: " + wrong);
        }
    }

    // ---- how it is doing ----

    @Test
    void a_listener_is_told_how_the_log_is_doing_until_the_notifier_is_closed() {
        LogWatcher watcher = log.watchers.get(0);
        watcher.lost("no route");
        watcher.connected();
        watcher.behind(3);
        assertThat(rig.recorder.look()).containsExactly("log lost: no route", "log connected", "log behind 3");
        rig.close();
        assertThat(log.watchers).isEmpty();
    }
}
