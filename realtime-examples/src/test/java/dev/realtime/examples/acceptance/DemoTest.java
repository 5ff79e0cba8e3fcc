package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.examples.DemoApplication;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.testkit.RawHttp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The demo, as somebody with curl or a browser meets it. */
class DemoTest {
    private EmbeddedServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(Container container) {
        server = container.start(0, new DemoApplication());
    }

    private Visitor visitor() {
        return new Visitor(server.port());
    }

    @ContainerTest
    void a_users_topics_are_theirs_alone(Container container) throws Exception {
        start(container);
        Visitor anyone = visitor();
        Visitor bob = visitor();
        for (String topics : List.of("**", "*/bob/**", "user/*/inbox", "user/**", "*/**", "user/bob/inbox")) {
            for (String path : List.of("/poll?", "/long-poll?wait=0&", "/sse?")) {
                HttpResponse<String> refused = anyone.get("/realtime" + path + "topic=" + topics);
                assertThat(refused.statusCode()).as(path + topics).isEqualTo(403);
                assertThat(TestApplication.json(refused.body()).get("detail").asText())
                        .isEqualTo("not allowed to subscribe to " + topics);
            }
        }
        assertThat(anyone.get("/realtime/poll?topic=user/nobody/there").statusCode())
                .as("as of a topic that exists")
                .isEqualTo(403);
        assertThat(anyone.get("/realtime/poll?topic=chat/lobby&topic=user/bob/inbox")
                        .statusCode())
                .as("one of two")
                .isEqualTo(403);
        assertThat(anyone.publish("user/bob/inbox", "hello")).isEqualTo(403);

        bob.logIn("bob");
        assertThat(bob.get("/login").body()).isEqualTo("bob");
        String cursor = TestApplication.json(
                        bob.get("/realtime/poll?topic=user/bob/inbox").body())
                .get("cursor")
                .asText();
        assertThat(bob.publish("user/bob/from/bob", "hello")).isEqualTo(201);
        JsonNode batch = TestApplication.json(
                bob.get("/realtime/poll?topic=user/bob/**&cursor=" + cursor).body());
        assertThat(batch.get("events").get(0).get("data").asText()).isEqualTo("hello");
        for (String topics : List.of("**", "*/bob/**", "user/*/inbox", "user/alice/inbox")) {
            assertThat(bob.get("/realtime/poll?topic=" + topics).statusCode())
                    .as(topics)
                    .isEqualTo(403);
        }
        assertThat(bob.publish("user/alice/inbox", "hello")).isEqualTo(403);
        assertThat(anyone.get("/realtime/poll?topic=user/bob/inbox").statusCode())
                .as("without bob's cookie")
                .isEqualTo(403);

        bob.logIn("");
        assertThat(bob.get("/login").body()).isEmpty();
        assertThat(bob.get("/realtime/poll?topic=user/bob/inbox").statusCode())
                .as("logged out")
                .isEqualTo(403);
    }

    @ContainerTest
    void the_lobby_is_everyones_and_a_price_ticks(Container container) throws Exception {
        start(container);
        Visitor anyone = visitor();
        try (RawHttp lobby = new RawHttp(server.port());
                RawHttp prices = new RawHttp(server.port())) {
            lobby.get("/realtime/sse?topic=chat/lobby");
            prices.get("/realtime/sse?topic=prices/demo");
            SseReader chat = new SseReader(lobby).open();
            assertThat(anyone.post("/realtime/publish?topic=chat/lobby&type=said", "text/plain", "good \"day\"")
                            .statusCode())
                    .isEqualTo(201);
            SseReader.Block said = chat.nextNews();
            assertThat(said.event()).isEqualTo("said");
            assertThat(said.data()).isEqualTo("\"good \\\"day\\\"\"");

            SseReader ticks = new SseReader(prices);
            for (int i = 0; i < 2; i++) {
                SseReader.Block tick = ticks.nextNews();
                assertThat(tick.event()).isEqualTo("price");
                assertThat(TestApplication.json(tick.data()).get("price").asDouble())
                        .isPositive();
            }
        }
    }

    @ContainerTest
    void the_page_and_its_files_are_served(Container container) throws Exception {
        start(container);
        Visitor anyone = visitor();
        Map<String, String> types = Map.of(
                "/", "text/html",
                "/index.html", "text/html",
                "/style.css", "text/css",
                "/lab.js", "text/javascript",
                "/lab.js?source", "text/plain",
                "/choose.html?source", "text/plain",
                "/stompjs.js", "text/javascript",
                "/stompjs-license.txt", "text/plain",
                "/icon.svg", "image/svg+xml");
        for (Map.Entry<String, String> file : types.entrySet()) {
            HttpResponse<String> response = anyone.get(file.getKey());
            assertThat(response.statusCode()).as(file.getKey()).isEqualTo(200);
            assertThat(response.body()).as(file.getKey()).isNotBlank();
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .as(file.getKey())
                    .startsWith(file.getValue());
        }
        for (String path :
                List.of("/nothing.html", "/WEB-INF/web.xml", "/..%2Flab.js", "/dev/realtime/Notifier.class")) {
            assertThat(anyone.get(path).statusCode()).as(path).isBetween(400, 404);
        }
    }

    @ContainerTest
    void the_laboratory_publishes_what_a_page_asks_for(Container container) throws Exception {
        start(container);
        Visitor anyone = visitor();
        try (RawHttp columns = new RawHttp(server.port())) {
            columns.get("/realtime/sse?topic=lab/mine");
            SseReader column = new SseReader(columns).open();
            HttpResponse<String> asked = ask(anyone, "bench=mine&rate=50&bytes=100");
            assertThat(asked.statusCode()).isEqualTo(200);
            JsonNode answer = TestApplication.json(asked.body());
            assertThat(answer.get("newest").asLong()).isZero();
            assertThat(answer.get("time").asLong()).isPositive();
            assertThat(answer.get("headers").asInt())
                    .isGreaterThanOrEqualTo(("Host: 127.0.0.1:" + server.port() + "\r\n").length());
            for (int n = 1; n <= 3; n++) {
                SseReader.Block tick = column.nextNews();
                assertThat(tick.event()).isEqualTo("tick");
                assertThat(TestApplication.json(tick.data()).get("n").asInt()).isEqualTo(n);
                assertThat(tick.data()).hasSize(100);
            }
        }
        HttpResponse<String> refused = ask(anyone, "bench=mine&rate=51&bytes=100");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("rate must be 0 to 50: 51");
        assertThat(ask(anyone, "rate=1&bytes=100").body()).isEqualTo("bench must be 1 to 16 of a-z and 0-9");
        assertThat(ask(anyone, "bench=mine&rate=&bytes=100").body())
                .isEqualTo("rate must be a number of up to 6 digits");
        for (int others = 2; others <= 8; others++) {
            assertThat(ask(anyone, "bench=b" + others + "&rate=0&bytes=100").statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> tooMany = ask(anyone, "bench=b9&rate=0&bytes=100");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.body()).isEqualTo("there are 8 pages already that this server publishes for");
    }

    private static HttpResponse<String> ask(Visitor page, String wish) throws IOException, InterruptedException {
        return page.post("/lab", "application/x-www-form-urlencoded", wish);
    }

    @ContainerTest
    void the_client_is_served_and_asked_for_again_only_where_it_differs(Container container) throws Exception {
        start(container);
        Visitor anyone = visitor();
        HttpResponse<String> script = anyone.get("/realtime/realtime.js");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("Content-Type").orElse("")).startsWith("text/javascript");
        assertThat(script.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(script.body()).isEqualTo(Files.readString(Path.of("../realtime-client/dist/realtime.js")));

        String tag = script.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = anyone.get("/realtime/realtime.js", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);

        assertThat(anyone.get("/realtime/realtime.js", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @ContainerTest
    void a_foreign_origin_is_refused_on_every_path(Container container) throws Exception {
        start(container);
        String[] own = {"Origin", "http://127.0.0.1:" + server.port()};
        Visitor anyone = visitor();
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1", own[1] + ".evil.example")) {
            for (String path : List.of("/poll", "/long-poll", "/sse", "/nothing")) {
                assertThat(anyone.get("/realtime" + path + "?topic=chat/lobby&wait=0", "Origin", origin)
                                .statusCode())
                        .as("%s from %s", path, origin)
                        .isEqualTo(403);
            }
            assertThat(anyone.post("/realtime/publish?topic=chat/lobby", "text/plain", "x", "Origin", origin)
                            .statusCode())
                    .as("publish from %s", origin)
                    .isEqualTo(403);
        }
        assertThat(anyone.get("/realtime/poll?topic=chat/lobby", own).statusCode())
                .isEqualTo(200);
        assertThat(anyone.post("/realtime/publish?topic=chat/lobby", "text/plain", "x", own)
                        .statusCode())
                .isEqualTo(201);
    }
}
