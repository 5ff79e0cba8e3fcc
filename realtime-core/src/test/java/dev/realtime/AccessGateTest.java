package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessGateTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Client BOB = NotifierRig.client("bob");

    private final List<TopicFilter> asked = new ArrayList<>();
    private CompletionStage<Boolean> answer = CompletableFuture.completedStage(true);
    private final NotifierRig rig = new NotifierRig(settings -> settings.access((client, action, topics) -> {
        asked.add(topics);
        return answer;
    }));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_yes_lets_the_client_in() {
        assertThat(subscribe("a", "b/*").join().topics()).isEqualTo(asked);
        assertThat(publish("a").join().event().sequence()).isEqualTo(1);
        assertThat(asked).extracting(TopicFilter::pattern).containsExactly("a", "b/*", "a");
    }

    @Test
    void a_no_is_a_refusal_and_says_to_what() {
        answer = CompletableFuture.completedStage(false);
        assertForbidden(subscribe("a/*", "b"), "not allowed to subscribe to a/*");
        assertForbidden(publish("c"), "not allowed to publish to c");
        assertThat(asked).extracting(TopicFilter::pattern).containsExactly("a/*", "c");
        assertThat(rig.recorder.look()).containsExactly("refused SUBSCRIBE a/*", "refused PUBLISH c");
        assertThat(rig.log.head().sequence()).isZero();
        assertThat(rig.notifier.subscriptionCount()).isZero();
    }

    @Test
    void an_answer_may_take_its_time() {
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        answer = later;
        CompletableFuture<Subscription> subscription = subscribe("a");
        rig.scheduler.advance(LIMIT.minusNanos(1));
        assertThat(subscription).isNotDone();
        later.complete(true);
        assertThat(subscription).isCompleted();
        assertThat(rig.scheduler.size()).isEqualTo(1); // the sweep; no timeout is left behind
    }

    @Test
    void an_answer_that_does_not_come_within_2_seconds_is_a_refusal() {
        CompletableFuture<Boolean> never = new CompletableFuture<>();
        answer = never;
        CompletableFuture<Subscription> subscription = subscribe("a");
        rig.scheduler.advance(LIMIT);
        assertForbidden(subscription, "not allowed to subscribe to a");
        never.complete(true);
        assertForbidden(subscription, "not allowed to subscribe to a");
        assertThat(rig.notifier.subscriptionCount()).isZero();
    }

    @Test
    void an_answer_that_fails_is_a_refusal() {
        answer = CompletableFuture.failedStage(new IllegalStateException("no directory"));
        assertForbidden(subscribe("a"), "not allowed to subscribe to a");
    }

    @Test
    void an_answer_of_null_is_a_refusal() {
        answer = CompletableFuture.completedStage(null);
        assertForbidden(subscribe("a"), "not allowed to subscribe to a");
        answer = null;
        assertForbidden(subscribe("a"), "not allowed to subscribe to a");
    }

    @Test
    void a_hook_that_throws_is_a_refusal() {
        for (Throwable failure : List.of(new IllegalStateException("broken"), new NoClassDefFoundError("gone"))) {
            try (NotifierRig broken = new NotifierRig(settings -> settings.access((client, action, topics) -> {
                throw AccessGateTest.<RuntimeException>sneak(failure);
            }))) {
                assertForbidden(
                        broken.notifier.subscribeFor(BOB, SubscriptionRequest.to("a")),
                        "not allowed to subscribe to a");
                assertForbidden(broken.notifier.publishFor(BOB, Publication.of("a", 1)), "not allowed to publish to a");
            }
        }
    }

    @Test
    void code_in_this_jvm_is_not_asked_about() {
        answer = CompletableFuture.completedStage(false);
        rig.subscribe("**");
        rig.notifier.publish("a", 1);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_client_that_may_publish_is_held_to_the_same_rules() {
        NotifierRig.assertRefused(
                rig.notifier.publishFor(BOB, Publication.of("a", "x".repeat(1 << 20))),
                RefusedException.Code.TOO_LARGE,
                "payload must have at most 1048576 bytes: 1048578");
        assertThat(rig.notifier.publishFor(BOB, Publication.of("$sys/a", 1)).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(rig.log.head().sequence()).isZero();
    }

    private CompletableFuture<Subscription> subscribe(String... filters) {
        return rig.notifier.subscribeFor(BOB, SubscriptionRequest.to(filters)).toCompletableFuture();
    }

    private CompletableFuture<Appended> publish(String topic) {
        return rig.notifier.publishFor(BOB, Publication.of(topic, 1)).toCompletableFuture();
    }

    private static void assertForbidden(CompletionStage<?> stage, String message) {
        NotifierRig.assertRefused(stage, RefusedException.Code.FORBIDDEN, message);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
