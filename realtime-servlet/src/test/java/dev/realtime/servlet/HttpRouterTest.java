package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers that are the same on every path: errors, headers, other origins. */
class HttpRouterTest {
    private static final String FOREIGN = "header 'Origin' must be this server's own, or one that it lists";

    private TestApplication app = TestApplication.start();

    @AfterEach
    void close() {
        app.close();
    }

    private void restart(TestApplication.Settings settings) {
        app.close();
        app = settings.start();
    }

    private FakeExchange serve(FakeExchange exchange) throws IOException {
        return app.serve(exchange);
    }

    // ---- 400 ----

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse"})
    void a_subscription_without_a_topic_is_a_bad_request(String path) throws IOException {
        assertAnswer(
                app.get(path),
                400,
                "Bad Request",
                "parameter 'topic' is required: a topic or a topic filter, such as orders/*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse"})
    void a_malformed_query_is_a_bad_request_on_every_path(String path) throws IOException {
        assertAnswer(app.get(path + "?topic=%ff"), 400, "Bad Request", "the query must be UTF-8, percent-encoded");
        assertAnswer(
                app.get(path + "?topic=a&x=%"),
                400,
                "Bad Request",
                "the query must be percent-encoded: '%' and two hex digits");
        assertAnswer(
                app.get(path + "?topic=a&cursor=%3Cscript%3E"),
                400,
                "Bad Request",
                "parameter 'cursor': cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -,"
                        + " or 'earliest' or 'latest'");
    }

    @ParameterizedTest
    @CsvSource({"/poll, limit, 1", "/long-poll, limit, 1", "/long-poll, wait, 0", "/poll, replay, 0", "/sse, replay, 0"
    })
    void a_number_that_is_none_is_a_bad_request(String path, String name, int min) throws IOException {
        assertAnswer(
                app.get(path + "?topic=a&" + name + "=-1"),
                400,
                "Bad Request",
                "parameter '" + name + "' must be a whole number of " + min + " or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse"})
    void more_than_100_topics_are_a_bad_request(String path) throws IOException {
        String topics = IntStream.range(0, 101).mapToObj(i -> "topic=t" + i).collect(Collectors.joining("&"));
        assertAnswer(
                app.get(path + "?" + topics),
                400,
                "Bad Request",
                "a subscription must have at most 100 topic filters: 101");
    }

    @Test
    void an_error_is_json_whatever_the_name_of_a_topic() throws IOException {
        assertAnswer(
                app.get("/poll?topic=%22%5C//"),
                400,
                "Bad Request",
                "parameter 'topic': topic filter must not have an empty segment: \\\"\\\\//");
    }

    // ---- 403 ----

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse"})
    void a_topic_that_access_refuses_is_forbidden(String path) throws IOException {
        restart(TestApplication.with().access(Access.allowSubscribe("public/**")));
        assertAnswer(
                app.get(path + "?topic=public/a&topic=secret/b"),
                403,
                "Forbidden",
                "not allowed to subscribe to secret/b");
        assertThat(app.notifier.subscriptionCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse", "/publish", "/none", ""})
    void another_origin_is_forbidden_on_every_path(String path) throws IOException {
        for (String method : new String[] {"GET", "POST", "OPTIONS", "DELETE"}) {
            assertAnswer(
                    serve(FakeExchange.get(path + "?topic=a")
                            .method(method)
                            .header("Host", "app.example")
                            .header("Origin", "https://evil.example")),
                    403,
                    "Forbidden",
                    FOREIGN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "https://app.example, https://app.example"})
    void no_single_origin_is_forbidden(String origin) throws IOException {
        assertAnswer(
                serve(FakeExchange.get("/poll?topic=a")
                        .header("Host", "app.example")
                        .header("Origin", origin)),
                403,
                "Forbidden",
                FOREIGN);
    }

    // ---- 404, 405, 406 ----

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/none", "/sse/", "/SSE", "//sse", "/sse/x", "/poll;x=1"})
    void an_unknown_path_is_not_found(String path) throws IOException {
        assertAnswer(
                app.get(path),
                404,
                "Not Found",
                "there is a transport at /poll, /long-poll, /sse, /publish, /realtime.js");
    }

    @Test
    void a_servlet_without_a_path_is_not_found() throws IOException {
        assertThat(app.get("null").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/poll, POST, GET",
        "/long-poll, POST, GET",
        "/sse, POST, GET",
        "/sse, HEAD, GET",
        "/poll, OPTIONS, GET",
        "/poll, get, GET",
        "/publish, GET, POST",
        "/publish, PUT, POST"
    })
    void another_method_is_not_allowed(String path, String method, String allowed) throws IOException {
        assertAnswer(
                serve(FakeExchange.get(path + "?topic=a").method(method)),
                405,
                "Method Not Allowed",
                path.substring(1) + " takes " + allowed,
                "Allow",
                allowed);
    }

    @ParameterizedTest
    @CsvSource({"/poll, application/json", "/long-poll, application/json", "/sse, text/event-stream"})
    void an_answer_that_the_client_does_not_take_is_not_acceptable(String path, String type) throws IOException {
        assertAnswer(
                serve(FakeExchange.get(path + "?topic=a").header("Accept", "text/html")),
                406,
                "Not Acceptable",
                "header 'Accept' must allow " + type);
    }

    // ---- 429, 503, 500 ----

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll"})
    void one_subscription_too_many_may_come_back(String path) throws IOException {
        restart(TestApplication.with().notifier(builder -> builder.maxSubscriptions(1)));
        app.get("/sse?topic=a");
        assertAnswer(
                app.get(path + "?topic=a"),
                429,
                "Too Many Requests",
                "there are 1 subscriptions, the most allowed",
                "Retry-After",
                "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll"})
    void a_subscription_during_shutdown_may_come_back(String path) throws IOException {
        app.notifier.close();
        assertAnswer(app.get(path + "?topic=a"), 503, "Service Unavailable", "shutting down", "Retry-After", "5");
    }

    @Test
    void a_servlet_that_may_not_be_asynchronous_says_so() throws IOException {
        assertAnswer(
                serve(FakeExchange.get("/sse?topic=a").withoutAsync()),
                500,
                "Internal Server Error",
                "the server is not set up for asynchronous requests");
    }

    // ---- what every answer carries ----

    @ParameterizedTest
    @ValueSource(strings = {"/poll?topic=a", "/long-poll?topic=a&wait=0", "/sse?topic=a"})
    void every_answer_says_that_it_is_not_to_be_kept_changed_or_guessed_at(String target) throws IOException {
        assertThat(app.get(target).headers())
                .containsEntry("Cache-Control", "no-store, no-transform")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .doesNotContainKeys("Access-Control-Allow-Origin", "Vary");
    }

    // ---- listed origins ----

    private static FakeExchange listed(FakeExchange exchange) {
        return exchange.header("Host", "app.example").header("Origin", "https://pages.example");
    }

    private void restartWithListed() {
        restart(TestApplication.with().servlet(builder -> builder.allowOrigin("https://pages.example")));
    }

    private static final Map<String, String> SHARED = Map.of(
            "Access-Control-Allow-Origin", "https://pages.example",
            "Access-Control-Allow-Credentials", "true",
            "Access-Control-Expose-Headers", "ETag, Retry-After",
            "Vary", "Origin");

    @ParameterizedTest
    @ValueSource(strings = {"/poll?topic=a", "/long-poll?topic=a&wait=0", "/sse?topic=a", "/poll", "/none"})
    void a_listed_origin_may_read_every_answer_errors_too(String target) throws IOException {
        restartWithListed();
        assertThat(serve(listed(FakeExchange.get(target))).headers()).containsAllEntriesOf(SHARED);
    }

    @Test
    void our_own_origin_needs_no_leave() throws IOException {
        restartWithListed();
        FakeExchange exchange = serve(FakeExchange.get("/poll?topic=a")
                .header("Host", "app.example")
                .header("Origin", "https://app.example"));
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.headers()).doesNotContainKeys("Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @CsvSource({"/poll, GET", "/sse, GET", "/publish, POST"})
    void a_listed_origin_may_ask_before_it_calls(String path, String method) throws IOException {
        restartWithListed();
        FakeExchange exchange = serve(listed(FakeExchange.get(path))
                .method("OPTIONS")
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "last-event-id"));
        assertThat(exchange.status()).isEqualTo(204);
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.headers())
                .containsAllEntriesOf(SHARED)
                .containsEntry("Access-Control-Allow-Methods", method)
                .containsEntry(
                        "Access-Control-Allow-Headers",
                        "Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Prefer")
                .containsEntry("Access-Control-Max-Age", "600")
                .containsEntry("Cache-Control", "no-store, no-transform");
    }

    @Test
    void options_that_ask_for_no_leave_are_not_allowed() throws IOException {
        restartWithListed();
        assertThat(serve(listed(FakeExchange.get("/poll")).method("OPTIONS")).status())
                .isEqualTo(405);
        assertThat(serve(FakeExchange.get("/poll").method("OPTIONS").header("Access-Control-Request-Method", "GET"))
                        .status())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse", "/publish"})
    void a_request_that_another_sites_page_causes_is_forbidden_even_if_that_cannot_read_it(String path)
            throws IOException {
        FakeExchange exchange = serve(FakeExchange.get(path + "?topic=a").header("Sec-Fetch-Site", "cross-site"));
        assertThat(exchange.status()).isEqualTo(403);
        assertThat(app.notifier.connectionCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/poll", "/long-poll", "/sse", "/publish"})
    void a_topic_that_is_refused_gets_the_answer_of_one_that_does_not_exist(String path) throws IOException {
        restart(TestApplication.with().access(Access.denyAll()));
        app.publish("there", 1);
        FakeExchange there = serve(request(path, "there"));
        FakeExchange nowhere = serve(request(path, "where"));
        assertThat(there.status()).isEqualTo(403);
        assertThat(nowhere.status()).isEqualTo(403);
        assertThat(there.headers()).isEqualTo(nowhere.headers());
        assertThat(there.body()).isEqualTo(nowhere.body().replace("where", "there"));
    }

    private static FakeExchange request(String path, String topic) {
        String target = path + "?topic=" + topic;
        return path.equals("/publish") ? FakeExchange.post(target, "application/json", "1") : FakeExchange.get(target);
    }

    // ---- what the client sent ----

    @Test
    void nothing_but_a_name_is_echoed() throws IOException {
        String secret = "s3cr3t";
        FakeExchange[] refused = {
            FakeExchange.get("/" + secret),
            FakeExchange.get("/poll?topic=a&cursor=" + secret + "/"),
            FakeExchange.get("/poll?topic=a&limit=" + secret),
            FakeExchange.get("/long-poll?topic=a&wait=" + secret),
            FakeExchange.get("/sse?topic=a&replay=" + secret),
            FakeExchange.get("/poll?topic=a&" + secret + "=%zz"),
            FakeExchange.get("/poll?topic=a").header("If-None-Match", "\"" + secret + "/\""),
            FakeExchange.get("/poll?topic=a").header("Accept", secret + "/x"),
            FakeExchange.get("/poll?topic=a").header("Origin", "https://" + secret),
            FakeExchange.get("/poll?topic=a").method(secret),
            FakeExchange.post("/publish?topic=a", secret + "/x", "1"),
            FakeExchange.post("/publish?topic=a&type=%20" + secret, "application/json", "1"),
            FakeExchange.post("/publish?topic=a", "application/json", "{\"" + secret),
            FakeExchange.post("/publish?topic=a", "application/json", secret),
            FakeExchange.post("/publish?topic=a", "application/json", "1").header("Idempotency-Key", secret + " "),
        };
        for (FakeExchange exchange : refused) {
            serve(exchange);
            assertThat(exchange.status()).isBetween(400, 499);
            assertThat(exchange.body() + exchange.headers()).doesNotContain(secret);
        }
    }
}
