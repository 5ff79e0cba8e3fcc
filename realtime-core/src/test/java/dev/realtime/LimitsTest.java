package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static NotifierRig rig(UnaryOperator<NotifierBuilder> settings) {
        return new NotifierRig(builder -> settings.apply(builder.access(Access.allowSubscribe("**"))));
    }

    private static CompletableFuture<Subscription> ask(NotifierRig rig, @Nullable String principal, String address) {
        Client client = new Client(principal, address, Map.of(), "test");
        return rig.notifier.subscribeFor(client, SubscriptionRequest.to("a")).toCompletableFuture();
    }

    private static void assertRefused(
            NotifierRig rig, CompletionStage<?> stage, RefusedException.Code code, String limit, String message) {
        NotifierRig.assertRefused(stage, code, message);
        assertThatThrownBy(() -> stage.toCompletableFuture().join())
                .cause()
                .extracting(refused -> ((RefusedException) refused).limit())
                .isEqualTo(limit);
        assertThat(rig.recorder.look()).contains("refused " + limit);
    }

    @Test
    void connections_in_all() {
        try (NotifierRig rig = rig(settings -> settings.maxConnections(2))) {
            Subscription first = ask(rig, "ann", "192.0.2.1").join();
            Admission second = rig.notifier.connect(NotifierRig.client(null), () -> {});
            assertRefused(
                    rig,
                    ask(rig, "bob", "192.0.2.2"),
                    RefusedException.Code.TOO_MANY,
                    "maxConnections",
                    "there are 2 connections, the most allowed");
            assertThatThrownBy(() -> rig.notifier.requireRoom(NotifierRig.client("bob")))
                    .hasMessage("there are 2 connections, the most allowed");
            assertThat(first.closed()).isNull(); // nobody makes room for another
            second.end();
            second.end();
            rig.notifier.requireRoom(NotifierRig.client("bob"));
            ask(rig, "bob", "192.0.2.2").join();
            assertThat(rig.notifier.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void connections_of_one_login() {
        try (NotifierRig rig = rig(settings -> settings.maxConnectionsPerPrincipal(2))) {
            Subscription first = ask(rig, "ann", "192.0.2.1").join();
            ask(rig, "ann", "192.0.2.2").join();
            assertRefused(
                    rig,
                    ask(rig, "ann", "192.0.2.3"),
                    RefusedException.Code.TOO_MANY,
                    "maxConnectionsPerPrincipal",
                    "there are 2 connections of this login, the most allowed");
            ask(rig, "bob", "192.0.2.1").join();
            ask(rig, null, "192.0.2.1").join();
            first.close();
            ask(rig, "ann", "192.0.2.3").join();
            assertThat(rig.notifier.connectionCount()).isEqualTo(4);
        }
    }

    @Test
    void connections_from_one_address_of_those_not_logged_in() {
        try (NotifierRig rig = rig(settings -> settings.maxConnectionsPerAddress(1))) {
            Subscription first = ask(rig, null, "192.0.2.1").join();
            assertRefused(
                    rig,
                    ask(rig, null, "192.0.2.1"),
                    RefusedException.Code.TOO_MANY,
                    "maxConnectionsPerAddress",
                    "there are 1 connections from this address, the most allowed");
            ask(rig, null, "192.0.2.2").join();
            ask(rig, "ann", "192.0.2.1").join();
            ask(rig, null, "").join(); // where the container tells none
            ask(rig, null, "").join();
            first.close();
            ask(rig, null, "192.0.2.1").join();
        }
    }

    @Test
    void by_default_an_address_which_may_be_a_proxys_has_no_limit() {
        try (NotifierRig rig = rig(settings -> settings)) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(ask(rig, null, "192.0.2.1")).isCompleted();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(ask(rig, "ann", "192.0.2.1")).isCompleted();
            }
            assertThat(ask(rig, "ann", "192.0.2.1")).isCompletedExceptionally();
        }
    }

    @Test
    void who_is_asked_for_counts_until_the_answer_and_not_after_a_refusal() {
        List<CompletableFuture<Boolean>> undecided = new ArrayList<>();
        try (NotifierRig rig =
                new NotifierRig(settings -> settings.maxConnections(1).access((client, action, topics) -> {
                    undecided.add(new CompletableFuture<>());
                    return undecided.get(undecided.size() - 1);
                }))) {
            ask(rig, "ann", "192.0.2.1");
            assertThat(ask(rig, "bob", "192.0.2.1")).isCompletedExceptionally();
            assertThat(undecided).hasSize(1);
            undecided.get(0).complete(false);
            assertThat(rig.notifier.connectionCount()).isZero();
            ask(rig, "bob", "192.0.2.1");
            rig.scheduler.advance(AccessGate.TIMEOUT);
            assertThat(rig.notifier.connectionCount()).isZero();
        }
    }

    @Test
    void subscriptions_in_all() {
        try (NotifierRig rig = rig(settings -> settings.maxSubscriptions(1))) {
            rig.subscribe("a");
            assertRefused(
                    rig,
                    ask(rig, "ann", "192.0.2.1"),
                    RefusedException.Code.TOO_MANY,
                    "maxSubscriptions",
                    "there are 1 subscriptions, the most allowed");
            assertThat(rig.notifier.connectionCount()).isZero();
        }
    }

    @Test
    void topics_of_one_request() {
        try (NotifierRig rig = rig(settings -> settings.maxTopics(1))) {
            assertRefused(
                    rig,
                    rig.notifier.subscribeFor(NotifierRig.client(null), SubscriptionRequest.to("a", "b")),
                    RefusedException.Code.BAD_REQUEST,
                    "maxTopics",
                    "a subscription must have at most 1 topic filters: 2");
        }
    }

    @Test
    void bytes_of_a_payload() {
        try (NotifierRig rig = rig(settings -> settings.maxPayloadBytes(3))) {
            assertThat(rig.notifier.publishAsync(Publication.of("a", 123)).toCompletableFuture())
                    .isCompleted();
            assertRefused(
                    rig,
                    rig.notifier.publishAsync(Publication.of("a", 1234)),
                    RefusedException.Code.TOO_LARGE,
                    "maxPayloadBytes",
                    "payload must have at most 3 bytes: 4");
        }
    }

    @Test
    void settings_that_mean_nothing_are_refused() {
        assertThatThrownBy(() -> Notifier.builder().maxConnections(0))
                .hasMessage("maxConnections must be 1 or more: 0");
        assertThatThrownBy(() -> Notifier.builder().maxConnectionsPerPrincipal(0))
                .hasMessage("maxConnectionsPerPrincipal must be 1 or more: 0");
        assertThatThrownBy(() -> Notifier.builder().maxConnectionsPerAddress(-1))
                .hasMessage("maxConnectionsPerAddress must be 1 or more: -1");
    }
}
