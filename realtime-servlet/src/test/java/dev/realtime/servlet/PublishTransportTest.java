package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Access;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTransportTest {
    private static final String JSON = "application/json";

    private TestApplication app = TestApplication.start();

    @AfterEach
    void close() {
        app.close();
    }

    private FakeExchange post(String target, String contentType, String body) throws IOException {
        return app.serve(FakeExchange.post(target, contentType, body));
    }

    private Batch published() {
        try (var subscription =
                app.notifier.subscribe(SubscriptionRequest.to("**").from(From.earliest()))) {
            return subscription.next(1_000);
        }
    }

    private Event last() {
        var events = published().events();
        return events.get(events.size() - 1);
    }

    private void assertCursor(FakeExchange exchange, int status, String cursor) {
        assertThat(exchange.status()).isEqualTo(status);
        assertThat(exchange.body()).isEqualTo("{\"cursor\":\"" + cursor + "\"}");
        assertThat(exchange.header("Content-Type")).isEqualTo("application/json");
        assertThat(exchange.header("Cache-Control")).isEqualTo("no-store, no-transform");
        assertThat(exchange.header("X-Content-Type-Options")).isEqualTo("nosniff");
        exchange.assertNoViolations();
    }

    private void assertNothingPublished() {
        assertThat(published().events()).isEmpty();
    }

    @Test
    void an_event_is_created() throws IOException {
        assertCursor(post("/publish?topic=chat/lobby&type=said", JSON, "{ \"text\" : \"hi\" }"), 201, app.cursor(1));
        assertThat(last().topic().name()).isEqualTo("chat/lobby");
        assertThat(last().type()).isEqualTo("said");
        assertThat(last().data()).hasToString("{\"text\":\"hi\"}");
    }

    @Test
    void its_type_is_message_by_default() throws IOException {
        assertCursor(post("/publish?topic=a", JSON, "1"), 201, app.cursor(1));
        assertThat(last().type()).isEqualTo("message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                " application/json ; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "application/vnd.example.order+json",
            })
    void json_is_taken_as_it_is(String contentType) throws IOException {
        assertThat(post("/publish?topic=a", contentType, "\"가\"").status()).isEqualTo(201);
        assertThat(last().data()).hasToString("\"가\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/plain;charset=UTF-8", "Text/Plain; format=flowed"})
    void text_becomes_a_json_string(String contentType) throws IOException {
        assertThat(post("/publish?topic=a", contentType, "{\"a\n가").status()).isEqualTo(201);
        assertThat(last().data()).hasToString("\"{\\\"a\\n가\"");
    }

    @Test
    void an_empty_text_is_an_empty_string() throws IOException {
        assertThat(post("/publish?topic=a", "text/plain", "").status()).isEqualTo(201);
        assertThat(last().data()).hasToString("\"\"");
    }

    // ---- idempotency ----

    @Test
    void a_repeat_with_the_same_key_appends_nothing() throws IOException {
        for (int status : new int[] {201, 200, 200}) {
            FakeExchange exchange =
                    FakeExchange.post("/publish?topic=a", JSON, "1").header("Idempotency-Key", "k-1");
            assertCursor(app.serve(exchange), status, app.cursor(1));
        }
        assertThat(published().events()).hasSize(1);
        assertCursor(
                app.serve(FakeExchange.post("/publish?topic=b", JSON, "1").header("Idempotency-Key", "k-1")),
                201,
                app.cursor(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "키", "a\u007f", "LONG"})
    void a_malformed_key_is_a_bad_request(String key) throws IOException {
        assertAnswer(
                app.serve(FakeExchange.post("/publish?topic=a", JSON, "1")
                        .header("Idempotency-Key", key.equals("LONG") ? "k".repeat(129) : key)),
                400,
                "Bad Request",
                "header 'Idempotency-Key' must be 1 to 128 visible ASCII characters, once");
        assertNothingPublished();
    }

    @Test
    void a_key_has_at_most_128_characters_and_is_given_once() throws IOException {
        assertThat(app.serve(FakeExchange.post("/publish?topic=a", JSON, "1")
                                .header("Idempotency-Key", "~".repeat(128)))
                        .status())
                .isEqualTo(201);
        assertAnswer(
                app.serve(FakeExchange.post("/publish?topic=a", JSON, "1")
                        .header("Idempotency-Key", "k")
                        .header("Idempotency-Key", "k")),
                400,
                "Bad Request",
                "header 'Idempotency-Key' must be 1 to 128 visible ASCII characters, once");
    }

    // ---- refused ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|parameter 'topic' is required: a topic, such as chat/lobby",
                "topic=|parameter 'topic': topic must have 1 to 255 UTF-8 bytes: 0",
                "topic=a&topic=b|parameter 'topic' must be given at most once",
                "topic=a/*|parameter 'topic': topic must not have a '*', which is for topic filters: a/*",
                "topic=a//b|parameter 'topic': topic must not have an empty segment: a//b",
                "topic=$sys/a|parameter 'topic': topic must not begin with '$', which is reserved",
                "topic=a&type=|parameter 'type': type must be 1 to 64 characters of A-Z a-z 0-9 . _ : -",
                "topic=a&type=a%0Ab|parameter 'type': type must be 1 to 64 characters of A-Z a-z 0-9 . _ : -",
                "topic=a&type=gap|parameter 'type': type must not be one of the reserved gap, heartbeat, open, error: gap",
                "topic=a&type=a&type=b|parameter 'type' must be given at most once",
                "topic=%zz|the query must be percent-encoded: '%' and two hex digits",
            })
    void a_malformed_parameter_is_a_bad_request(String query, String detail) throws IOException {
        assertAnswer(post("/publish?" + (query == null ? "" : query), JSON, "1"), 400, "Bad Request", detail);
        assertNothingPublished();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|payload must be one JSON value, not nothing",
                "' '|payload must be one JSON value, not nothing",
                "1 2|payload must be one JSON value, not several",
                "{} x|payload must be JSON; it breaks off at character 3",
                "{\"a\":|payload must be JSON; it breaks off at character 5",
            })
    void a_body_that_is_not_json_is_a_bad_request(String body, String detail) throws IOException {
        assertAnswer(post("/publish?topic=a", JSON, body), 400, "Bad Request", detail);
        assertNothingPublished();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain"})
    void a_body_that_is_not_utf_8_is_a_bad_request(String contentType) throws IOException {
        byte[] latin1 = "\"é\"".getBytes(StandardCharsets.ISO_8859_1);
        assertAnswer(
                app.serve(FakeExchange.post("/publish?topic=a", contentType, latin1)),
                400,
                "Bad Request",
                "payload must be UTF-8");
        assertNothingPublished();
    }

    @Test
    void a_topic_that_access_refuses_is_forbidden() throws IOException {
        app.close();
        app = TestApplication.with().access(Access.allowSubscribe("**")).start();
        assertAnswer(post("/publish?topic=a/b", JSON, "1"), 403, "Forbidden", "not allowed to publish to a/b");
        assertNothingPublished();
    }

    @Test
    void who_calls_is_asked_for_once_a_request() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        app.close();
        app = TestApplication.with()
                .servlet(builder -> builder.principal(request -> "caller " + asked.incrementAndGet()))
                .start();
        assertThat(post("/publish?topic=a", JSON, "1").status()).isEqualTo(201);
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"65537", "1000000000000"})
    void a_body_announced_too_large_is_not_read(long length) throws IOException {
        assertAnswer(
                app.serve(FakeExchange.post("/publish?topic=a", JSON, "1").contentLength(length)),
                413,
                "Content Too Large",
                "payload must have at most 65536 bytes");
        assertNothingPublished();
    }

    @Test
    void a_body_that_turns_out_too_large_is_refused() throws IOException {
        String most = "\"" + "x".repeat(65_534) + "\"";
        assertThat(app.serve(FakeExchange.post("/publish?topic=a", JSON, most).contentLength(-1))
                        .status())
                .isEqualTo(201);
        assertAnswer(
                app.serve(
                        FakeExchange.post("/publish?topic=b", JSON, most + " ").contentLength(-1)),
                413,
                "Content Too Large",
                "payload must have at most 65536 bytes");
        assertThat(published().events()).hasSize(1);
    }

    @Test
    void a_payload_beyond_the_notifiers_limit_is_refused_too() throws IOException {
        app.close();
        app = TestApplication.with()
                .notifier(builder -> builder.maxPayloadBytes(10))
                .start();
        assertAnswer(
                post("/publish?topic=a", "text/plain", "\"\"\"\"\""),
                413,
                "Content Too Large",
                "payload must have at most 10 bytes: 12");
    }

    @Test
    void the_limit_can_be_set() throws IOException {
        app.close();
        app = TestApplication.with()
                .servlet(builder -> builder.maxPublishBytes(3))
                .start();
        assertThat(post("/publish?topic=a", JSON, "123").status()).isEqualTo(201);
        assertAnswer(
                post("/publish?topic=a", JSON, "1234"), 413, "Content Too Large", "payload must have at most 3 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONE",
                "text/html",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonp",
                "application/json; charset=iso-8859-1",
                "text/plain; charset=euc-kr",
                "text/plain; x=y; charset=\"us-ascii\"",
                "text/plain, application/json"
            })
    void another_media_type_is_unsupported(String contentType) throws IOException {
        assertAnswer(
                post("/publish?topic=a", contentType.equals("NONE") ? null : contentType, "1"),
                415,
                "Unsupported Media Type",
                "header 'Content-Type' must be application/json or text/plain, in UTF-8");
        assertNothingPublished();
    }

    @Test
    void publishing_during_shutdown_may_come_back() throws IOException {
        app.notifier.close();
        assertAnswer(
                post("/publish?topic=a", JSON, "1"), 503, "Service Unavailable", "shutting down", "Retry-After", "5");
    }

    @Test
    void a_login_that_publishes_too_fast_is_told_to_wait_and_others_are_not() throws IOException {
        app.close();
        app = TestApplication.with()
                .servlet(settings -> settings.maxPublishesPerSecond(2))
                .start();
        String target = "/publish?topic=a";
        for (int i = 0; i < 2; i++) {
            assertThat(app.serve(FakeExchange.post(target, JSON, "1").user("ann"))
                            .status())
                    .isEqualTo(201);
        }
        FakeExchange tooMany = app.serve(FakeExchange.post(target, JSON, "1").user("ann"));
        assertAnswer(
                tooMany,
                429,
                "Too Many Requests",
                "there may be at most 2 publications a second of this login",
                "Retry-After",
                "1");
        assertThat(app.limitsReached).containsExactly("maxPublishesPerSecond");
        assertThat(app.serve(FakeExchange.post(target, JSON, "1").user("bob")).status())
                .isEqualTo(201);
        assertThat(post(target, JSON, "1").status()).isEqualTo(201);
        app.advance(Duration.ofMillis(500));
        assertThat(app.serve(FakeExchange.post(target, JSON, "1").user("ann")).status())
                .isEqualTo(201);
        assertThat(published().events()).hasSize(5);
    }

    @Test
    void a_rate_of_nothing_is_refused() {
        assertThatThrownBy(() -> RealtimeServlet.builder().maxPublishesPerSecond(0))
                .hasMessage("maxPublishesPerSecond must be 1 or more: 0");
    }

    @ParameterizedTest
    @CsvSource({"/publish, POST", "/poll, GET", "/long-poll, GET", "/sse, GET"})
    void a_topic_too_long_or_too_deep_is_told_of_by_the_limits_name(String path, String method) throws IOException {
        for (String topic : new String[] {"x".repeat(256), "a/".repeat(16) + "a"}) {
            FakeExchange exchange = method.equals("POST")
                    ? FakeExchange.post(path + "?topic=" + topic, JSON, "1")
                    : FakeExchange.get(path + "?topic=" + topic);
            assertThat(app.serve(exchange).status()).isEqualTo(400);
        }
        assertThat(app.limitsReached).containsExactly("maxTopicBytes", "maxTopicSegments");
    }
}
