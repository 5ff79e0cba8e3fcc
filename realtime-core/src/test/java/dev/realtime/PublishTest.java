package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.log.Appended;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishTest {
    private final NotifierRig rig = new NotifierRig(settings -> settings.maxPayloadBytes(10));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_object_becomes_json_and_is_in_the_log_on_return() {
        Subscription subscription = rig.subscribe("orders/42");
        Event event = rig.notifier.publish("orders/42", Map.of("n", 1));
        assertThat(event.id()).isEqualTo(rig.log.head()).isEqualTo(rig.notifier.head());
        assertThat(event.topic().name()).isEqualTo("orders/42");
        assertThat(event.type()).isEqualTo("message");
        assertThat(event.data()).hasToString("{\"n\":1}");
        assertThat(subscription.next(10).events()).containsExactly(event);
        assertThat(rig.recorder.look()).containsExactly("subscribed [orders/42]", "published orders/42", "delivered 1");
    }

    @Test
    void json_is_taken_as_it_is() {
        Json json = Json.parse("[1, 2]");
        assertThat(rig.notifier.publish("a", json).data()).isSameAs(json);
    }

    @Test
    void text_is_a_json_string_and_nothing_is_null() {
        assertThat(rig.notifier.publish("a", "[1]").data()).hasToString("\"[1]\"");
        assertThat(rig.notifier.publish("a", null).data()).hasToString("null");
    }

    @Test
    void a_publication_may_have_a_type_and_a_key() {
        Publication publication = Publication.of("a", 1).withType("said").withKey("k1");
        Appended first = rig.notifier.publish(publication);
        Appended repeat = rig.notifier.publish(publication);
        assertThat(first.event().type()).isEqualTo("said");
        assertThat(first.repeated()).isFalse();
        assertThat(repeat.repeated()).isTrue();
        assertThat(repeat.event()).isEqualTo(first.event());
        assertThat(rig.log.head().sequence()).isEqualTo(1);
        assertThat(rig.recorder.look()).containsExactly("published a", "repeated a");
    }

    @Test
    void a_payload_has_at_most_its_limit() {
        assertThat(rig.notifier.publish("a", "12345678").data().length()).isEqualTo(10);
        NotifierRig.assertRefused(
                rig.notifier.publishAsync(Publication.of("a", "123456789")),
                RefusedException.Code.TOO_LARGE,
                "payload must have at most 10 bytes: 11");
        assertThatThrownBy(() -> rig.notifier.publish("a", "ééééé"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("payload must have at most 10 bytes: 12");
        assertThat(rig.log.head().sequence()).isEqualTo(1);
    }

    @Test
    void a_reserved_topic_is_not_published_to() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.notifier.publish("$sys/a", 1))
                .withMessage("topic must not begin with '$', which is reserved: $sys/a");
    }

    @Test
    void what_breaks_a_rule_is_refused_with_the_rule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.notifier.publish("a/*", 1))
                .withMessage("topic must not have a '*', which is for topic filters: a/*");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.notifier.publish(Publication.of("a", 1).withType("gap")))
                .withMessage("type must not be one of the reserved gap, heartbeat, open, error: gap");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.notifier.publish(Publication.of("a", 1).withKey("")))
                .withMessage("idempotency key must be 1 to 128 visible ASCII characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.notifier.publish("a", new Object()))
                .withMessageStartingWith("payload cannot be written as JSON: ");
        assertThat(rig.recorder.look()).isEmpty();
    }

    @Test
    void a_codec_that_throws_fails_what_it_was_to_write_and_nothing_else() {
        IllegalStateException broken = new IllegalStateException("codec");
        StackOverflowError endless = new StackOverflowError();
        try (NotifierRig other = new NotifierRig(settings -> settings.codec(payload -> {
            if (payload instanceof Error) {
                throw endless;
            }
            throw broken;
        }))) {
            assertThat(other.notifier.publishAsync(Publication.of("a", 1)).toCompletableFuture())
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withCause(broken);
            assertThatThrownBy(() -> other.notifier.publish("a", 1)).isSameAs(broken);
            assertThatThrownBy(() -> other.notifier.publish("a", new Error())).isSameAs(endless);
        }
    }

    @Test
    void the_codec_is_the_applications_choice() {
        try (NotifierRig other = new NotifierRig(settings -> settings.codec(payload -> Json.of("<" + payload + ">")))) {
            assertThat(other.notifier.publish("a", 1).data()).hasToString("\"<1>\"");
            assertThat(other.notifier.publish("a", Json.of(1)).data()).hasToString("1");
        }
    }

    @Test
    void limits_are_positive() {
        List.<Runnable>of(
                        () -> Notifier.builder().maxPayloadBytes(0),
                        () -> Notifier.builder().maxTopics(0),
                        () -> Notifier.builder().maxSubscriptions(0),
                        () -> Notifier.builder().dispatchers(0))
                .forEach(setting -> assertThatIllegalArgumentException()
                        .isThrownBy(setting::run)
                        .withMessageMatching(
                                "(maxPayloadBytes|maxTopics|maxSubscriptions|dispatchers) must be 1 or more: 0"));
    }

    @Test
    void an_event_lingers_a_second_at_most() {
        assertThat(Notifier.builder().linger(Duration.ofSeconds(1))).isNotNull();
        for (Duration wrong :
                List.of(Duration.ofNanos(-1), Duration.ofSeconds(1).plusNanos(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Notifier.builder().linger(wrong))
                    .withMessage("linger must be zero to PT1S: " + wrong);
        }
    }

    @Test
    void a_notifier_that_lingers_wakes_its_readers_all_the_same() throws InterruptedException {
        try (NotifierRig lingering = new NotifierRig(settings -> settings.linger(Duration.ofMillis(1)))) {
            CountDownLatch signal = new CountDownLatch(1);
            lingering.subscribe("a").onAvailable(signal::countDown);
            lingering.notifier.publish("a", 1);
            assertThat(signal.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_closed_notifier_publishes_nothing() {
        rig.close();
        NotifierRig.assertRefused(
                rig.notifier.publishAsync(Publication.of("a", 1)), RefusedException.Code.UNAVAILABLE, "shutting down");
        assertThat(rig.log.head().sequence()).isZero();
    }
}
