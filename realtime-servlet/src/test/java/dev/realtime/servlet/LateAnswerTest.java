package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertAnswer;
import static dev.realtime.servlet.Streams.afterRetry;
import static dev.realtime.servlet.Streams.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.realtime.Access;
import dev.realtime.CloseReason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose outcome is known only later: no thread waits, and the status is set on the container's thread. */
class LateAnswerTest {
    private final CompletableFuture<Boolean> decision = new CompletableFuture<>();
    private TestApplication app = start((client, action, topics) -> decision);

    private static TestApplication start(Access access) {
        return TestApplication.with().access(access).start();
    }

    @AfterEach
    void close() {
        app.close();
        app.writer.runAll();
        assertThat(app.notifier.subscriptionCount()).isZero();
    }

    private FakeExchange waiting(FakeExchange exchange) throws IOException {
        app.serve(exchange);
        assertThat(exchange.isOpen()).isTrue();
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.calls()).containsExactly("startAsync", "setTimeout 0");
        return exchange;
    }

    @Test
    void a_stream_opens_once_access_is_granted() throws IOException {
        FakeExchange exchange = waiting(FakeExchange.get("/sse?topic=a"));
        decision.complete(true);
        assertThat(afterRetry(exchange.body())).isEqualTo(heartbeat(app.cursor(0)));
        assertThat(exchange.calls()).startsWith("startAsync", "setTimeout 0", "dispatch", "startAsync");
        assertThat(exchange.header("Content-Type")).isEqualTo("text/event-stream");
        exchange.assertNoViolations();
    }

    @Test
    void a_poll_is_answered_once_access_is_granted() throws IOException {
        FakeExchange exchange = waiting(FakeExchange.get("/poll?topic=a"));
        decision.complete(true);
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.body()).isEqualTo("{\"cursor\":\"" + app.cursor(0) + "\",\"events\":[]}");
        assertThat(exchange.isOpen()).isFalse();
        assertThat(exchange.completions()).isEqualTo(1);
        exchange.assertNoViolations();
    }

    @Test
    void a_poll_may_be_unchanged_even_then() throws IOException {
        FakeExchange exchange =
                waiting(FakeExchange.get("/poll?topic=a").header("If-None-Match", "\"" + app.cursor(0) + "\""));
        decision.complete(true);
        assertThat(exchange.status()).isEqualTo(304);
        assertThat(exchange.isOpen()).isFalse();
        exchange.assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse"})
    void a_refusal_has_its_status_even_then(String path) throws IOException {
        FakeExchange exchange = waiting(FakeExchange.get(path + "?topic=a"));
        decision.complete(false);
        assertAnswer(exchange, 403, "Forbidden", "not allowed to subscribe to a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/sse"})
    void a_decision_that_fails_is_a_refusal(String path) throws IOException {
        FakeExchange exchange = waiting(FakeExchange.get(path + "?topic=a"));
        decision.completeExceptionally(new IOException("the directory cannot be reached"));
        assertAnswer(exchange, 403, "Forbidden", "not allowed to subscribe to a");
    }

    @Test
    void a_decision_that_takes_two_seconds_is_a_refusal() throws IOException {
        FakeExchange exchange = waiting(FakeExchange.get("/poll?topic=a"));
        app.advance(Duration.ofMillis(1_999));
        assertThat(exchange.isOpen()).isTrue();
        app.advance(Duration.ofMillis(1));
        assertAnswer(exchange, 403, "Forbidden", "not allowed to subscribe to a");
        decision.complete(true);
        assertThat(exchange.calls()).containsExactly("startAsync", "setTimeout 0", "dispatch");
    }

    @Test
    void an_event_is_created_once_access_is_granted() throws IOException {
        FakeExchange exchange = waiting(FakeExchange.post("/publish?topic=a", "application/json", "1"));
        assertThat(app.notifier.head().sequence()).isZero();
        decision.complete(true);
        assertThat(exchange.status()).isEqualTo(201);
        assertThat(exchange.body()).isEqualTo("{\"cursor\":\"" + app.cursor(1) + "\"}");
        exchange.assertNoViolations();
    }

    @Test
    void publishing_is_refused_even_then() throws IOException {
        FakeExchange exchange = waiting(FakeExchange.post("/publish?topic=a", "application/json", "1"));
        decision.complete(false);
        assertAnswer(exchange, 403, "Forbidden", "not allowed to publish to a");
        assertThat(app.notifier.head().sequence()).isZero();
    }

    @Test
    void what_is_refused_for_now_has_its_status_even_then() throws IOException {
        FakeExchange poll = waiting(FakeExchange.get("/poll?topic=a"));
        FakeExchange stream = waiting(FakeExchange.get("/sse?topic=a"));
        app.notifier.close();
        decision.complete(true);
        assertAnswer(poll, 503, "Service Unavailable", "shutting down", "Retry-After", "5");
        assertThat(stream.status()).isEqualTo(200);
        assertThat(afterRetry(stream.body())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse"})
    void a_client_that_has_gone_meanwhile_leaves_no_subscription(String path) throws IOException {
        FakeExchange exchange = waiting(FakeExchange.get(path + "?topic=a"));
        exchange.complete();
        decision.complete(true);
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.calls()).containsExactly("startAsync", "setTimeout 0", "dispatch");
        assertThat(app.notifier.subscriptionCount()).isZero();
        assertThat(app.closings).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void a_stream_that_is_granted_after_the_servlet_was_destroyed_is_let_go() throws IOException {
        FakeExchange exchange = waiting(FakeExchange.get("/sse?topic=a"));
        app.servlet.destroy();
        decision.complete(true);
        app.writer.runAll();
        assertThat(exchange.isOpen()).isFalse();
        assertThat(app.notifier.subscriptionCount()).isZero();
        exchange.assertNoViolations();
    }

    @Test
    void a_grant_that_is_there_at_once_needs_no_dispatch() throws IOException {
        decision.complete(true);
        FakeExchange exchange = app.get("/sse?topic=a");
        assertThat(exchange.calls()).containsOnlyOnce("startAsync").doesNotContain("dispatch");
    }

    @Test
    void the_hook_sees_who_calls() throws IOException {
        app.close();
        app = start((client, action, topics) -> {
            assertThat(client.principal()).isEqualTo("alice");
            assertThat(client.remoteAddress()).isEqualTo("192.0.2.1");
            assertThat(client.transport()).isEqualTo("poll");
            assertThat(client.headers().get("x-token")).containsExactly("t1", "t2");
            return CompletableFuture.completedStage(true);
        });
        FakeExchange exchange = app.serve(FakeExchange.get("/poll?topic=a")
                .user("alice")
                .header("X-Token", "t1")
                .header("X-Token", "t2"));
        assertThat(exchange.status()).isEqualTo(200);
    }

    @Test
    void the_principal_can_come_from_elsewhere() throws IOException {
        app.close();
        app = TestApplication.with()
                .access(Access.of((client, action, topics) -> "bob".equals(client.principal())))
                .servlet(builder -> builder.principal(request -> request.getHeader("X-User")))
                .start();
        assertThat(app.serve(FakeExchange.get("/poll?topic=a").header("X-User", "bob"))
                        .status())
                .isEqualTo(200);
        assertThat(app.serve(FakeExchange.get("/poll?topic=a").user("bob")).status())
                .isEqualTo(403);
    }

    @Test
    void a_failure_that_is_no_refusal_is_the_containers() {
        decision.complete(true);
        app.close();
        app = TestApplication.with()
                .servlet(builder -> builder.transport(new TestTransport(
                        "broken",
                        exchange -> exchange.whenDone(
                                CompletableFuture.failedStage(new IllegalStateException("broken")), value -> {}))))
                .start();
        assertThatIllegalStateException().isThrownBy(() -> app.get("/broken")).withMessage("broken");
    }

    @Test
    void a_transport_that_fails_once_it_has_a_subscription_leaves_none() {
        app.close();
        app = TestApplication.with()
                .servlet(builder -> builder.transport(new TestTransport(
                        "broken",
                        exchange -> exchange.subscribe(exchange.subscriptionRequest(), subscription -> {
                            throw new IllegalStateException("broken");
                        }))))
                .start();
        assertThatIllegalStateException()
                .isThrownBy(() -> app.get("/broken?topic=a"))
                .withMessage("broken");
        assertThat(app.notifier.subscriptionCount()).isZero();
        assertThat(app.closings).containsExactly(CloseReason.FAILED);
    }
}
