package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.log.Retention;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollTransportTest {
    private TestApplication app = TestApplication.start();

    @AfterEach
    void close() {
        assertThat(app.notifier.subscriptionCount()).isZero();
        app.close();
    }

    private static String event(String id, String topic, Object data) {
        return "{\"id\":\"" + id + "\",\"topic\":\"" + topic
                + "\",\"type\":\"message\",\"time\":\"2026-11-20T09:15:03.120Z\",\"data\":" + data + "}";
    }

    private FakeExchange poll(String query, String... tags) throws IOException {
        FakeExchange exchange = FakeExchange.get("/poll?topic=a" + query);
        for (String tag : tags) {
            exchange.header("If-None-Match", tag);
        }
        app.serve(exchange);
        assertThat(exchange.isOpen()).isFalse();
        return exchange.assertNoViolations();
    }

    private void assertBatch(FakeExchange exchange, String cursor, String rest) {
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.body()).isEqualTo("{\"cursor\":\"" + cursor + "\",\"events\":" + rest + "}");
        assertThat(exchange.header("ETag")).isEqualTo("\"" + cursor + "\"");
    }

    private void assertUnchanged(FakeExchange exchange, String cursor) {
        assertThat(exchange.status()).isEqualTo(304);
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.header("ETag")).isEqualTo("\"" + cursor + "\"");
        assertThat(exchange.calls()).isEmpty();
    }

    private static String tag(String cursor) {
        return "\"" + cursor + "\"";
    }

    @Test
    void a_first_poll_is_an_empty_batch_with_the_cursor_to_go_on_with() throws IOException {
        app.publish("a", 1);
        FakeExchange exchange = poll("");
        assertBatch(exchange, app.cursor(1), "[]");
        assertThat(exchange.headers())
                .isEqualTo(Map.of(
                        "Cache-Control", "no-store, no-transform",
                        "X-Content-Type-Options", "nosniff",
                        "Content-Type", "application/json",
                        "Content-Length", String.valueOf(exchange.body().length()),
                        "ETag", tag(app.cursor(1))));
        assertThat(app.closings).containsExactly(CloseReason.ANSWERED);
    }

    @Test
    void a_poll_has_the_events_after_its_cursor_and_can_be_asked_again() throws IOException {
        String begin = app.cursor(0);
        app.publish("a", 1);
        app.publish("b", 2);
        app.publish("a", "three");
        for (int i = 0; i < 2; i++) {
            assertBatch(
                    poll("&cursor=" + begin),
                    app.cursor(3),
                    "[" + event(app.cursor(1), "a", 1) + "," + event(app.cursor(3), "a", "\"three\"") + "]");
        }
    }

    @Test
    void the_answer_is_written_once_and_completed_once() throws IOException {
        FakeExchange exchange = poll("");
        assertThat(exchange.calls())
                .containsExactly(
                        "startAsync",
                        "setTimeout 0",
                        "setBufferSize 4096",
                        "setWriteListener",
                        "isReady",
                        "write " + exchange.body().length(),
                        "isReady",
                        "complete");
    }

    @Test
    void earliest_and_replay_begin_with_what_is_retained() throws IOException {
        app.publish("a", 1);
        app.publish("a", 2);
        app.publish("a", 3);
        String first = event(app.cursor(1), "a", 1);
        String second = event(app.cursor(2), "a", 2);
        String third = event(app.cursor(3), "a", 3);
        assertBatch(poll("&cursor=earliest"), app.cursor(3), "[" + first + "," + second + "," + third + "]");
        assertBatch(poll("&replay=2"), app.cursor(3), "[" + second + "," + third + "]");
        assertBatch(poll("&replay=2&cursor=latest"), app.cursor(3), "[]");
    }

    @Test
    void the_limit_is_the_most_events_of_an_answer() throws IOException {
        app.close();
        app = TestApplication.with()
                .log(log -> log.retention(Retention.DEFAULT.withMaxEvents(1_002)))
                .start();
        for (int i = 1; i <= 1_002; i++) {
            app.publish("a", i);
        }
        String begin = "&cursor=" + app.cursor(1);
        assertThat(poll(begin + "&limit=1").body()).contains(tag(app.cursor(2))).doesNotContain(tag(app.cursor(3)));
        assertThat(poll(begin + "&limit=1").header("ETag")).isEqualTo(tag(app.cursor(2)));
        assertThat(poll(begin).header("ETag")).isEqualTo(tag(app.cursor(257)));
        assertThat(poll(begin + "&limit=5000").header("ETag")).isEqualTo(tag(app.cursor(1_001)));
    }

    @Test
    void a_gap_comes_before_the_events_that_follow_it() throws IOException {
        app.close();
        app = TestApplication.with()
                .log(log -> log.retention(Retention.DEFAULT.withMaxEvents(1)))
                .start();
        app.publish("a", 1);
        app.publish("a", 2);
        assertBatch(
                poll("&cursor=" + app.cursor(0)),
                app.cursor(2),
                "[" + event(app.cursor(2), "a", 2) + "],\"gap\":{\"reason\":\"evicted\",\"from\":\"" + app.cursor(0)
                        + "\",\"resumed\":\"" + app.cursor(0) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f3a-1", "nonsense", "0-0"})
    void a_cursor_that_is_not_of_this_log_is_a_gap(String cursor) throws IOException {
        app.publish("a", 1);
        assertBatch(
                poll("&cursor=" + cursor),
                app.cursor(1),
                "[" + event(app.cursor(1), "a", 1) + "],\"gap\":{\"reason\":\"epoch\",\"resumed\":\"" + app.cursor(0)
                        + "\"}");
    }

    @Test
    void a_cursor_ahead_of_the_log_is_a_gap() throws IOException {
        app.publish("a", 1);
        assertThat(poll("&cursor=" + app.cursor(2)).body()).contains("\"gap\":{\"reason\":\"epoch\"");
    }

    // ---- If-None-Match ----

    @Test
    void without_a_cursor_the_tag_is_the_cursor() throws IOException {
        String begin = app.cursor(0);
        app.publish("a", 1);
        assertBatch(poll("", tag(begin)), app.cursor(1), "[" + event(app.cursor(1), "a", 1) + "]");
        assertBatch(poll("&replay=1", tag(app.cursor(0))), app.cursor(1), "[" + event(app.cursor(1), "a", 1) + "]");
        assertUnchanged(poll("", tag(app.cursor(1))), app.cursor(1));
        assertUnchanged(poll("&replay=1", tag(app.cursor(1))), app.cursor(1));
    }

    @Test
    void an_unchanged_answer_has_a_tag_that_moves_on_with_other_topics() throws IOException {
        app.publish("a", 1);
        app.publish("b", 2);
        app.publish("b", 3);
        FakeExchange unchanged = poll("", tag(app.cursor(1)));
        assertUnchanged(unchanged, app.cursor(3));
        assertThat(unchanged.headers()).containsEntry("Cache-Control", "no-store, no-transform");
        assertUnchanged(poll("", unchanged.header("ETag")), app.cursor(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"%s\"", "\"%s-gzip\"", "W/\"%s--gzip\"", "\"%s\", \"%s\""})
    void weak_compressed_and_several_tags_are_understood(String header) throws IOException {
        app.publish("a", 1);
        String tag = header.replace("%s", app.cursor(1));
        assertUnchanged(poll("", tag), app.cursor(1));
        app.publish("a", 2);
        assertBatch(poll("", tag), app.cursor(2), "[" + event(app.cursor(2), "a", 2) + "]");
    }

    @Test
    void of_several_tags_the_earliest_of_this_log_counts() throws IOException {
        app.publish("a", 1);
        app.publish("a", 2);
        assertBatch(
                poll("", tag(app.cursor(2)) + ", " + tag(app.cursor(1)), tag("other-1")),
                app.cursor(2),
                "[" + event(app.cursor(2), "a", 2) + "]");
    }

    @Test
    void a_tag_of_another_log_is_a_gap() throws IOException {
        FakeExchange exchange = poll("", tag("7f3a-1"));
        assertBatch(exchange, app.cursor(0), "[],\"gap\":{\"reason\":\"epoch\",\"resumed\":\"" + app.cursor(0) + "\"}");
    }

    @Test
    void with_a_cursor_an_equal_tag_may_be_unchanged() throws IOException {
        app.publish("a", 1);
        app.publish("b", 2);
        assertUnchanged(poll("&cursor=" + app.cursor(1), tag(app.cursor(1))), app.cursor(2));
        assertUnchanged(poll("&cursor=" + app.cursor(1), tag("x-1") + ", W/" + tag(app.cursor(1))), app.cursor(2));
        app.publish("a", 3);
        assertBatch(
                poll("&cursor=" + app.cursor(1), tag(app.cursor(1))),
                app.cursor(3),
                "[" + event(app.cursor(3), "a", 3) + "]");
    }

    @Test
    void with_a_cursor_an_unequal_tag_is_void() throws IOException {
        app.publish("a", 1);
        app.publish("a", 2);
        assertBatch(poll("&cursor=" + app.cursor(2), tag(app.cursor(1))), app.cursor(2), "[]");
        assertBatch(
                poll("&cursor=" + app.cursor(1), tag(app.cursor(2))),
                app.cursor(2),
                "[" + event(app.cursor(2), "a", 2) + "]");
        assertBatch(poll("&cursor=latest", tag(app.cursor(2))), app.cursor(2), "[]");
    }

    @Test
    void a_foreign_cursor_is_a_gap_even_where_the_tag_is_equal() throws IOException {
        String gap = "[],\"gap\":{\"reason\":\"epoch\",\"resumed\":\"" + app.cursor(0) + "\"}";
        assertBatch(poll("&cursor=0-0", tag("0-0")), app.cursor(0), gap);
        assertBatch(poll("&cursor=nonsense", tag("nonsense")), app.cursor(0), gap);
    }

    @Test
    void a_malformed_tag_is_a_bad_request() throws IOException {
        assertAnswer(
                poll("", "\"a b\""),
                400,
                "Bad Request",
                "header 'If-None-Match': cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -");
    }
}
