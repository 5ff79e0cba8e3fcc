package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.testkit.RawHttp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that closes lets each of its clients go with what it needs to carry on elsewhere. */
class DrainTest {
    private static final int CLIENTS = 5;
    private static final Duration AT_ONCE = Duration.ofSeconds(6);

    private final List<SseReader> streams = new ArrayList<>();
    private final List<RawHttp> polls = new ArrayList<>();

    private static TestApplication application(Container container) {
        return TestApplication.on(container, core -> core, http -> http.stall(Duration.ofSeconds(60)));
    }

    @ContainerTest
    void closing_the_notifier_ends_what_is_open_and_refuses_what_comes(Container container) throws Exception {
        try (TestApplication application = application(container)) {
            RawHttp stalled = stalled(application);
            openClients(application);

            application.notifier().close();
            assertClientsAreLetGo();
            assertThat(application.notifier().subscriptionCount()).isZero();

            HttpResponse<String> stream = application.get("/sse?topic=open");
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(stream.body()).matches("retry: [0-9]+\n\n");
            for (String target : List.of("/poll?topic=open", "/long-poll?topic=open")) {
                assertUnavailable(application.get(target));
            }
            assertUnavailable(application.post("/publish?topic=open", "1"));
            assertThat(Threads.awaitNoneOfOurs(TestApplication.SOON)).isEmpty();
            assertEnds(stalled);
            stalled.close();
        }
    }

    @ContainerTest
    void stopping_the_container_ends_what_is_open(Container container) throws Exception {
        TestApplication application = application(container);
        RawHttp stalled = stalled(application);
        openClients(application);

        long begin = System.nanoTime();
        application.stopContainer();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf(
                "%s: stopped in %d ms with %d streams and polls open%n", container, took.toMillis(), 2 * CLIENTS + 1);
        assertClientsAreLetGo();
        assertThat(took).isLessThan(AT_ONCE);
        assertThat(application.notifier().subscriptionCount()).isZero();
        assertThat(Threads.awaitNoneOfOurs(TestApplication.SOON)).isEmpty();
        assertEnds(stalled);
        stalled.close();
    }

    /** A client in the middle of whose event nothing goes on. */
    private static RawHttp stalled(TestApplication application) throws Exception {
        RawHttp http = new RawHttp(application.port(), 4 << 10);
        http.get("/realtime/sse?topic=big");
        assertThat(application.ledger().awaitOpen(1, TestApplication.SOON)).isTrue();
        String padding = "x".repeat(1 << 19);
        for (int i = 0; i < 16; i++) { // more than the buffers of a socket take
            application.notifier().publish("big", padding);
        }
        assertThat(Threads.inServletAfter(TestApplication.SOON)).isEmpty();
        return http;
    }

    private void openClients(TestApplication application) throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            streams.add(application.sse("topic=open").open());
            RawHttp poll = new RawHttp(application.port());
            poll.get("/realtime/long-poll?topic=open&wait=50");
            polls.add(poll);
        }
        assertThat(application.ledger().awaitOpen(2 * CLIENTS + 1, TestApplication.SOON))
                .isTrue();
    }

    private void assertClientsAreLetGo() throws IOException {
        for (SseReader stream : streams) {
            SseReader.Block last = stream.next();
            assertThat(last).as("the last block").isNotNull();
            assertThat(last.retry()).as("the last block: %s", last).matches("[0-9]+");
            assertThat(stream.next()).isNull();
            assertThat(stream.http().endedCleanly())
                    .as("ends with the last chunk")
                    .isTrue();
            stream.close();
        }
        for (RawHttp poll : polls) {
            assertThat(poll.readHead()).as("a waiting poll is answered").isTrue();
            assertThat(poll.status()).isEqualTo(200);
            JsonNode batch = TestApplication.json(poll.body());
            assertThat(batch.get("events")).isEmpty();
            assertThat(batch.get("cursor").asText()).isNotEmpty();
            assertThat(poll.endedCleanly()).isTrue();
            poll.close();
        }
    }

    /** One that reads at last comes to an end, be it in the middle of an event. */
    private static void assertEnds(RawHttp stalled) throws IOException {
        assertThat(stalled.readHead()).isTrue();
        assertThat(stalled.body()).contains("event: heartbeat");
    }

    private static void assertUnavailable(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After"))
                .hasValueSatisfying(value -> assertThat(value).matches("[0-9]+"));
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(TestApplication.json(response.body()).get("detail").asText()).isEqualTo("shutting down");
    }
}
