package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertAnswer;
import static dev.realtime.servlet.Streams.afterRetry;
import static dev.realtime.servlet.Streams.assertRetry;
import static dev.realtime.servlet.Streams.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.CloseReason;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and polls under limits, when rights change, and when the notifier drains. */
class GuardTest {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Set<String> revoked = new HashSet<>();
    private final TestApplication app = TestApplication.with()
            .access(Access.of((client, action, topics) -> !revoked.contains(client.principal() + " " + topics)))
            .notifier(builder -> builder.maxConnections(3).maxConnectionsPerPrincipal(2))
            .start();

    @AfterEach
    void close() {
        app.close();
        app.writer.runAll();
        assertThat(app.notifier.connectionCount()).isZero();
    }

    private FakeExchange open(String target, String user) throws IOException {
        FakeExchange exchange = app.serve(FakeExchange.get(target).user(user));
        exchange.assertNoViolations();
        return exchange;
    }

    // ---- draining ----

    @Test
    void streams_end_each_at_its_own_moment_with_when_to_come_back() throws IOException {
        FakeExchange first = open("/sse?topic=a", "ann");
        FakeExchange second = open("/sse?topic=a", "bob");
        first.news();
        second.news();
        app.notifier.drain(WITHIN);
        app.advance(WITHIN.dividedBy(2));
        app.writer.runAll();
        FakeExchange left = first.isOpen() ? second : first;
        FakeExchange right = first.isOpen() ? first : second;
        assertRetry(left.news());
        assertThat(left.isOpen()).isFalse();
        assertThat(right.isOpen()).isTrue();
        assertThat(right.news()).isEmpty();
        app.advance(WITHIN.dividedBy(2));
        app.writer.runAll();
        assertRetry(right.news());
        assertThat(right.isOpen()).isFalse();
        assertThat(app.closings).containsExactly(CloseReason.DRAINING, CloseReason.DRAINING);
    }

    @Test
    void a_waiting_poll_is_answered_with_its_cursor() throws IOException {
        FakeExchange poll = open("/long-poll?topic=a", "ann");
        app.notifier.drain(WITHIN);
        app.advance(WITHIN.minusNanos(1));
        app.writer.runAll();
        assertThat(poll.status()).isEqualTo(200);
        assertThat(poll.body()).isEqualTo("{\"cursor\":\"" + app.cursor(0) + "\",\"events\":[]}");
        assertThat(poll.isOpen()).isFalse();
    }

    @Test
    void who_comes_meanwhile_is_sent_away_in_a_way_it_can_bear() throws IOException {
        open("/sse?topic=a", "ann");
        app.notifier.drain(WITHIN);
        assertComesBack(open("/sse?topic=a", "bob"));
        for (String path : new String[] {"/poll", "/long-poll"}) {
            assertAnswer(
                    open(path + "?topic=a", "bob"), 503, "Service Unavailable", "shutting down", "Retry-After", "5");
        }
        FakeExchange published = app.serve(FakeExchange.post("/publish?topic=a", "application/json", "1"));
        assertThat(published.status()).isEqualTo(201); // those who are still here are to have it
    }

    private static void assertComesBack(FakeExchange stream) {
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertRetry(stream.body());
        assertThat(stream.isOpen()).isFalse();
    }

    // ---- limits ----

    @Test
    void who_is_one_too_many_is_told_the_limit_and_when_to_come_back_and_nobody_has_to_leave() throws IOException {
        FakeExchange first = open("/sse?topic=a", "ann");
        FakeExchange second = open("/long-poll?topic=a", "ann");
        assertComesBack(open("/sse?topic=a", "ann"));
        assertAnswer(
                open("/poll?topic=a", "ann"),
                429,
                "Too Many Requests",
                "there are 2 connections of this login, the most allowed",
                "Retry-After",
                "5");
        open("/sse?topic=a", "bob");
        assertAnswer(
                open("/long-poll?topic=a", "eve"),
                429,
                "Too Many Requests",
                "there are 3 connections, the most allowed",
                "Retry-After",
                "5");
        assertThat(app.limitsReached)
                .containsExactly("maxConnectionsPerPrincipal", "maxConnectionsPerPrincipal", "maxConnections");
        assertThat(first.isOpen()).isTrue();
        assertThat(second.isOpen()).isTrue();
        first.complete();
        app.writer.runAll();
        assertThat(open("/poll?topic=a", "ann").status()).isEqualTo(200);
    }

    @Test
    void polls_that_are_answered_count_no_more() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(open("/poll?topic=a", "ann").status()).isEqualTo(200);
        }
        assertThat(app.notifier.connectionCount()).isZero();
    }

    @Test
    void a_payload_beyond_its_limit_is_told_of() throws IOException {
        FakeExchange large =
                app.serve(FakeExchange.post("/publish?topic=a", "application/json", "1".repeat((64 << 10) + 1)));
        assertThat(large.status()).isEqualTo(413);
        assertThat(app.limitsReached).containsExactly("maxPublishBytes");
    }

    // ---- rights that change ----

    @Test
    void a_stream_that_is_refused_now_ends_and_is_forbidden_when_it_comes_back() throws IOException {
        FakeExchange stream = open("/sse?topic=a", "ann");
        FakeExchange other = open("/sse?topic=a", "bob");
        assertThat(afterRetry(stream.news())).isEqualTo(heartbeat(app.cursor(0)));
        revoked.add("ann a");
        app.publish("a", "secret");
        app.notifier.recheck("ann");
        app.writer.runAll();
        assertRetry(stream.news());
        assertThat(stream.isOpen()).isFalse();
        assertThat(app.closings).containsExactly(CloseReason.REFUSED);
        assertThat(other.isOpen()).isTrue();
        FakeExchange back =
                app.serve(FakeExchange.get("/sse?topic=a").user("ann").header("Last-Event-ID", app.cursor(0)));
        assertAnswer(back, 403, "Forbidden", "not allowed to subscribe to a");
    }

    @Test
    void a_waiting_poll_that_is_refused_now_ends_empty_and_the_next_is_forbidden() throws IOException {
        FakeExchange poll = open("/long-poll?topic=a", "ann");
        revoked.add("ann a");
        app.notifier.recheck("ann");
        app.writer.runAll();
        assertThat(poll.body()).isEqualTo("{\"cursor\":\"" + app.cursor(0) + "\",\"events\":[]}");
        assertThat(app.closings).containsExactly(CloseReason.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse"})
    void who_resumes_is_asked_for_again(String path) throws IOException {
        app.publish("a", 1);
        revoked.add("ann a");
        assertAnswer(
                open(path + "?topic=a&cursor=" + app.cursor(0), "ann"),
                403,
                "Forbidden",
                "not allowed to subscribe to a");
    }
}
