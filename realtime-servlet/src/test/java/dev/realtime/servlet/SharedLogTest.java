package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.testkit.LogHub;
import dev.realtime.testkit.LogNode;
import dev.realtime.testkit.ManualTime;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes over a log that they share, of which one may be out of reach or behind. */
class SharedLogTest {
    private final LogHub hub = new LogHub(InMemoryEventLog::builder, new ManualTime());
    private final LogNode node = hub.node();
    private final TestApplication here =
            TestApplication.with().notifier(builder -> builder.log(node)).start();
    private final TestApplication elsewhere =
            TestApplication.with().notifier(builder -> builder.log(hub.node())).start();

    @AfterEach
    void close() {
        here.close();
        elsewhere.close();
    }

    private FakeExchange post() throws IOException {
        return here.serve(FakeExchange.post("/publish?topic=a", "application/json", "1"));
    }

    @Test
    void an_event_that_was_not_stored_is_a_503_that_says_so() throws IOException {
        node.cutOff(Outcome.NOT_STORED);
        assertAnswer(
                post(),
                503,
                "Service Unavailable",
                "the log cannot be reached: the event was not stored, and may be sent again",
                "Retry-After",
                "5");
        assertThat(hub.head().sequence()).isZero();
    }

    @Test
    void one_that_may_have_been_stored_is_a_503_that_says_so() throws IOException {
        node.cutOff(Outcome.UNKNOWN);
        assertAnswer(
                post(),
                503,
                "Service Unavailable",
                "the log cannot be reached: the event may have been stored, so send it again only with the idempotency"
                        + " key it had",
                "Retry-After",
                "5");
        assertThat(hub.head().sequence()).isEqualTo(1);
    }

    @Test
    void an_event_is_created_once_the_log_has_it() throws IOException {
        node.pause();
        FakeExchange exchange = post();
        assertThat(exchange.isOpen()).isTrue();
        assertThat(exchange.body()).isEmpty();
        node.resume();
        assertThat(exchange.status()).isEqualTo(201);
        assertThat(exchange.body()).isEqualTo("{\"cursor\":\"" + hub.head() + "\"}");
        exchange.assertNoViolations();
    }

    static List<String> subscribing() {
        return List.of("/poll?topic=a&cursor=", "/long-poll?topic=a&cursor=", "/sse?topic=a&envelope=1&cursor=");
    }

    @ParameterizedTest
    @MethodSource("subscribing")
    void a_cursor_of_a_node_that_is_further_on_waits_for_this_one(String target) throws IOException {
        node.pause();
        Event first = elsewhere.publish("a", "first");
        elsewhere.publish("a", "second");
        FakeExchange exchange = here.get(target + first.id());
        assertThat(exchange.isOpen()).isTrue();
        assertThat(exchange.body()).isEmpty();
        node.resume();
        here.writer.runAll();
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.body()).contains("second").doesNotContain("first", "gap");
        exchange.assertNoViolations();
    }

    static List<String> polling() {
        return List.of("/poll", "/long-poll");
    }

    @ParameterizedTest
    @MethodSource("polling")
    void a_cursor_that_cannot_be_looked_up_is_a_503(String path) throws IOException {
        node.cutOff(Outcome.NOT_STORED);
        Cursor ahead = elsewhere.publish("a", 1).id();
        assertAnswer(
                here.get(path + "?topic=a&cursor=" + ahead),
                503,
                "Service Unavailable",
                "the log cannot be asked for this cursor: come back later",
                "Retry-After",
                "5");
    }

    @Test
    void a_stream_comes_back_for_it_later() throws IOException {
        node.cutOff(Outcome.NOT_STORED);
        Cursor ahead = elsewhere.publish("a", 1).id();
        FakeExchange exchange = here.get("/sse?topic=a&cursor=" + ahead);
        here.writer.runAll();
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.body()).matches("retry: [0-9]+\n\n");
        assertThat(exchange.isOpen()).isFalse();
    }

    @Test
    void what_is_here_is_read_while_the_log_is_out_of_reach() throws IOException {
        Event event = here.publish("a", "here");
        node.cutOff(Outcome.NOT_STORED);
        assertThat(here.get("/poll?topic=a&cursor=" + event.id().at(0)).body())
                .contains("here")
                .doesNotContain("gap");
    }

    @Test
    void a_rollback_is_a_gap_and_then_what_came_after_it() throws IOException {
        here.publish("a", "kept");
        Cursor lost = here.publish("a", "lost").id();
        hub.lose(1);
        Cursor next = elsewhere.publish("a", "next").id();
        assertThat(here.get("/poll?topic=a&cursor=" + lost).body())
                .startsWith("{\"cursor\":\"" + next + "\",")
                .contains("next")
                .doesNotContain("kept")
                .endsWith("\"gap\":{\"reason\":\"rollback\",\"from\":\"" + lost + "\",\"resumed\":\"" + lost.at(1)
                        + "\"}}");
    }
}
