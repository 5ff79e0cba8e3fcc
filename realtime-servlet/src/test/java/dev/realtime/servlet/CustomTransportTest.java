package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Json;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transports and formats of an application's own. */
class CustomTransportTest {
    private TestApplication app;

    @AfterEach
    void close() {
        app.close();
        app.writer.runAll();
        assertThat(app.notifier.subscriptionCount()).isZero();
    }

    /** What a service file names. */
    public static final class Found implements HttpTransport {
        @Override
        public String path() {
            return "found";
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public void serve(Exchange exchange) throws IOException {
            answer(exchange, "found");
        }
    }

    private static void answer(Exchange exchange, String text) throws IOException {
        exchange.response().setStatus(200);
        exchange.response().getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void start(HttpTransport... transports) {
        app = TestApplication.with()
                .servlet(builder -> {
                    for (HttpTransport transport : transports) {
                        builder.transport(transport);
                    }
                })
                .start();
    }

    private void startWithServices(Path directory, HttpTransport... transports) throws IOException {
        Path file = directory.resolve("META-INF/services/" + HttpTransport.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, Found.class.getName() + "\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            start(transports);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void one_stands_beside_the_standard_ones() throws IOException {
        start(new TestTransport("echo", exchange -> answer(exchange, exchange.parameter("say"))));
        assertThat(app.get("/echo?say=h%C3%A9").body()).isEqualTo("hé");
        assertThat(app.get("/poll?topic=a").status()).isEqualTo(200);
        assertAnswer(
                app.get("/none"),
                404,
                "Not Found",
                "there is a transport at /poll, /long-poll, /sse, /publish, /realtime.js, /echo");
    }

    @Test
    void one_replaces_the_standard_one_with_its_path() throws IOException {
        start(new TestTransport("poll", exchange -> answer(exchange, "mine")));
        assertThat(app.get("/poll").body()).isEqualTo("mine");
    }

    @Test
    void one_is_found_by_the_service_loader(@TempDir Path directory) throws IOException {
        startWithServices(directory);
        assertThat(app.get("/found").body()).isEqualTo("found");
        assertThat(app.serve(FakeExchange.get("/found").method("POST")).status())
                .isEqualTo(405);
    }

    @Test
    void one_of_the_builder_replaces_one_that_was_found(@TempDir Path directory) throws IOException {
        startWithServices(directory, new TestTransport("found", exchange -> answer(exchange, "given")));
        assertThat(app.get("/found").body()).isEqualTo("given");
    }

    @Test
    void it_has_the_headers_and_the_errors_of_all() throws IOException {
        start(new TestTransport("echo", exchange -> {
            exchange.requireAccepts("text/plain");
            throw new ProblemException(418, "tea only", Map.of("X-Pot", "tea"));
        }));
        FakeExchange teapot = app.get("/echo");
        assertThat(teapot.body()).isEqualTo("{\"type\":\"about:blank\",\"status\":418,\"detail\":\"tea only\"}");
        assertThat(teapot.status()).isEqualTo(418);
        assertThat(teapot.headers())
                .containsEntry("X-Pot", "tea")
                .containsEntry("Cache-Control", "no-store, no-transform")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertAnswer(
                app.serve(FakeExchange.get("/echo").header("Accept", "text/html")),
                406,
                "Not Acceptable",
                "header 'Accept' must allow text/plain");
    }

    @Test
    void it_streams_in_a_format_of_its_own_with_heartbeats_and_an_end() throws IOException {
        start(new TestTransport(
                "lines",
                exchange -> exchange.subscribe(
                        exchange.subscriptionRequest(),
                        subscription -> exchange.stream(subscription, new LinesFormat()))));
        app.publish("a", 1);
        FakeExchange exchange = app.get("/lines?topic=a&replay=1");
        assertThat(exchange.headers())
                .containsEntry("Content-Type", "text/plain")
                .containsEntry("X-Accel-Buffering", "no");
        assertThat(exchange.news()).isEqualTo("at " + app.cursor(0) + "\n1\n");
        app.publish("a", 2);
        app.writer.runUntil(() -> !exchange.body().isEmpty());
        assertThat(exchange.news()).isEqualTo("2\n");
        app.advance(Duration.ofSeconds(15));
        app.writer.runAll();
        assertThat(exchange.news()).isEqualTo("at " + app.cursor(2) + "\n");
        app.servlet.destroy();
        app.writer.runAll();
        assertThat(exchange.isOpen()).isFalse();
        assertThat(exchange.body()).isEmpty();
        exchange.assertNoViolations();
    }

    @Test
    void it_reads_the_query_as_the_others_do() throws IOException {
        start(new TestTransport(
                "echo",
                exchange -> answer(
                        exchange,
                        exchange.query().all("say") + " " + exchange.query().all("hear") + " "
                                + exchange.query().limit())));
        assertThat(app.get("/echo?say=b&say=a+b").body()).isEqualTo("[b, a b] [] 256");
        assertAnswer(
                app.get("/echo?limit=0"), 400, "Bad Request", "parameter 'limit' must be a whole number of 1 or more");
    }

    @Test
    void it_may_wait_for_a_stage_of_its_own() throws IOException {
        CompletableFuture<Json> later = new CompletableFuture<>();
        start(new TestTransport(
                "later", exchange -> exchange.whenDone(later, value -> answer(exchange, value.toString()))));
        FakeExchange exchange = app.get("/later");
        assertThat(exchange.isOpen()).isTrue();
        later.complete(Json.of("now"));
        assertThat(exchange.body()).isEqualTo("\"now\"");
        assertThat(exchange.isOpen()).isFalse();
        exchange.assertNoViolations();
    }

    @Test
    void it_may_wait_twice() throws IOException {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        start(new TestTransport(
                "later",
                exchange -> exchange.whenDone(first, a -> exchange.whenDone(second, b -> answer(exchange, a + b)))));
        FakeExchange exchange = app.get("/later");
        first.complete("a");
        assertThat(exchange.isOpen()).isTrue();
        second.complete("b");
        assertThat(exchange.body()).isEqualTo("ab");
        exchange.assertNoViolations();
    }

    @Test
    void a_stage_that_fails_with_a_problem_answers_with_it() throws IOException {
        CompletableFuture<String> later = new CompletableFuture<>();
        start(new TestTransport("later", exchange -> exchange.whenDone(later, value -> {})));
        FakeExchange exchange = app.get("/later");
        later.completeExceptionally(new ProblemException(404, "there is no such room"));
        assertAnswer(exchange, 404, "Not Found", "there is no such room");
    }
}
