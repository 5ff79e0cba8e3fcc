package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongPollTransportTest {
    private static final Duration TICK = Duration.ofMillis(250);

    private final TestApplication app = TestApplication.start();

    @AfterEach
    void close() {
        assertThat(app.notifier.subscriptionCount()).isZero();
        app.close();
    }

    private void assertAnswered(FakeExchange exchange, String cursor, String events) {
        assertThat(exchange.body()).isEqualTo("{\"cursor\":\"" + cursor + "\",\"events\":" + events + "}");
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.header("Content-Type")).isEqualTo("application/json");
        assertThat(exchange.header("Content-Length"))
                .isEqualTo(String.valueOf(exchange.body().length()));
        assertThat(exchange.isOpen()).isFalse();
        assertThat(exchange.completions()).isEqualTo(1);
        exchange.assertNoViolations();
    }

    private void assertWaits(FakeExchange exchange) {
        assertThat(exchange.isOpen()).isTrue();
        assertThat(exchange.body()).isEmpty();
    }

    private void pass(Duration time) {
        app.advance(time);
        app.writer.runAll();
    }

    private static String event(String id, String topic, Object data) {
        return "{\"id\":\"" + id + "\",\"topic\":\"" + topic
                + "\",\"type\":\"message\",\"time\":\"2026-11-20T09:15:03.120Z\",\"data\":" + data + "}";
    }

    /** That it waits so long: nothing a tick before, the empty answer a tick after. */
    private void assertWaits(FakeExchange exchange, int seconds) {
        pass(Duration.ofSeconds(seconds).minus(TICK));
        assertWaits(exchange);
        pass(TICK.plus(TICK));
        assertAnswered(exchange, app.cursor(0), "[]");
    }

    @Test
    void what_is_there_is_answered_at_once() throws IOException {
        String begin = app.cursor(0);
        app.publish("a", 1);
        assertAnswered(
                app.get("/long-poll?topic=a&cursor=" + begin), app.cursor(1), "[" + event(app.cursor(1), "a", 1) + "]");
    }

    @Test
    void a_gap_is_answered_at_once() throws IOException {
        assertAnswered(
                app.get("/long-poll?topic=a&cursor=nonsense"),
                app.cursor(0),
                "[],\"gap\":{\"reason\":\"epoch\",\"resumed\":\"" + app.cursor(0) + "\"}");
    }

    @Test
    void the_first_event_wakes_it() throws IOException {
        FakeExchange exchange = app.get("/long-poll?topic=a");
        assertWaits(exchange);
        app.publish("a", 1);
        app.writer.runNext();
        assertAnswered(exchange, app.cursor(1), "[" + event(app.cursor(1), "a", 1) + "]");
        assertThat(app.closings).containsExactly(CloseReason.ANSWERED);
    }

    @Test
    void a_small_answer_is_sent_with_the_end_of_the_response_and_a_large_one_before() throws IOException {
        FakeExchange small = app.get("/long-poll?topic=small");
        app.publish("small", 1);
        app.writer.runNext();
        assertThat(small.calls()).containsSubsequence("isReady", "complete").doesNotContain("flush");
        FakeExchange large =
                app.serve(FakeExchange.get("/long-poll?topic=large").room(10_000));
        app.publish("large", "x".repeat(4_096));
        app.writer.runUntil(() -> !large.isOpen());
        assertThat(large.calls()).containsSubsequence("flush", "isReady", "complete");
    }

    @Test
    void who_waits_while_the_application_goes_has_the_answer_before_the_end_of_the_response() throws IOException {
        FakeExchange exchange = app.get("/long-poll?topic=a");
        app.notifier.close();
        app.writer.runAll();
        assertThat(exchange.calls()).containsSubsequence("flush", "complete");
    }

    @Test
    void events_that_arrive_together_are_answered_together_up_to_the_limit() throws IOException {
        FakeExchange exchange = app.get("/long-poll?topic=a&limit=2");
        app.publish("a", 1);
        app.publish("a", 2);
        app.publish("a", 3);
        app.writer.runNext();
        assertAnswered(
                exchange, app.cursor(2), "[" + event(app.cursor(1), "a", 1) + "," + event(app.cursor(2), "a", 2) + "]");
    }

    @Test
    void an_event_of_another_topic_does_not_wake_it_but_moves_its_cursor() throws IOException {
        FakeExchange exchange = app.get("/long-poll?topic=a&wait=10");
        app.publish("b", 1);
        pass(Duration.ofSeconds(9));
        assertWaits(exchange);
        pass(Duration.ofSeconds(2));
        assertAnswered(exchange, app.cursor(1), "[]");
    }

    @Test
    void the_answer_is_empty_when_25_seconds_are_over() throws IOException {
        assertWaits(app.get("/long-poll?topic=a"), 25);
        assertThat(app.closings).containsExactly(CloseReason.ANSWERED);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "30, 30", "55, 55", "56, 55", "3600, 55", "99999999999, 55"})
    void the_wait_is_what_the_client_asks_for_and_55_seconds_at_most(String asked, int seconds) throws IOException {
        FakeExchange exchange = app.get("/long-poll?topic=a&wait=" + asked);
        assertThat(exchange.header("Preference-Applied")).isNull();
        assertWaits(exchange, seconds);
    }

    @Test
    void a_wait_of_0_answers_at_once() throws IOException {
        assertAnswered(app.get("/long-poll?topic=a&wait=0"), app.cursor(0), "[]");
        FakeExchange preferred =
                app.serve(FakeExchange.get("/long-poll?topic=a").header("Prefer", "wait=0"));
        assertAnswered(preferred, app.cursor(0), "[]");
        assertThat(preferred.header("Preference-Applied")).isEqualTo("wait=0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=10|10",
                "WAIT=10|10",
                "wait = 10|10",
                "wait=\"10\"|10",
                "respond-async, wait=10|10",
                "wait=10, respond-async|10",
                "wait=10; x=1|10",
                "wait=60|55",
                "wait=10, wait=20|10",
                "foo=\"a, b\"; c, wait=10|10",
            })
    void the_header_prefer_is_taken_and_said_so(String prefer, int seconds) throws IOException {
        FakeExchange exchange = app.serve(FakeExchange.get("/long-poll?topic=a").header("Prefer", prefer));
        assertThat(exchange.header("Preference-Applied")).isEqualTo("wait=" + seconds);
        assertWaits(exchange, seconds);
    }

    @Test
    void a_second_header_prefer_is_read_too() throws IOException {
        FakeExchange exchange = app.serve(FakeExchange.get("/long-poll?topic=a")
                .header("Prefer", "respond-async")
                .header("Prefer", "wait=10"));
        assertThat(exchange.header("Preference-Applied")).isEqualTo("wait=10");
        assertWaits(exchange, 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "respond-async",
                "wait=",
                "wait=-1",
                "wait=soon",
                "waits=10",
                "no-wait=10",
                "wait=1.5",
                "foo; wait=10",
                "foo=\"x, wait=10\"",
                "foo=\"\\\", wait=10\"",
                "wait=\"10"
            })
    void a_preference_that_is_none_of_ours_is_ignored(String prefer) throws IOException {
        FakeExchange exchange = app.serve(FakeExchange.get("/long-poll?topic=a").header("Prefer", prefer));
        assertThat(exchange.header("Preference-Applied")).isNull();
        assertWaits(exchange, 25);
    }

    @Test
    void the_parameter_wins_over_the_preference() throws IOException {
        FakeExchange exchange =
                app.serve(FakeExchange.get("/long-poll?topic=a&wait=5").header("Prefer", "wait=10"));
        assertThat(exchange.header("Preference-Applied")).isNull();
        assertWaits(exchange, 5);
    }

    @Test
    void a_waiting_client_is_not_written_to() throws IOException {
        FakeExchange exchange = app.get("/long-poll?topic=a");
        pass(Duration.ofSeconds(24));
        assertThat(exchange.calls())
                .containsExactly("startAsync", "setTimeout 0", "setBufferSize 4096", "setWriteListener");
        pass(Duration.ofSeconds(2));
        assertAnswered(exchange, app.cursor(0), "[]");
    }
}
