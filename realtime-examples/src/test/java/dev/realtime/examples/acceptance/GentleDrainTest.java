package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.testkit.RawHttp;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that drains lets its clients go one by one, and serves those who are still there. */
class GentleDrainTest {
    private static final int CLIENTS = 4;
    private static final Duration WITHIN = Duration.ofSeconds(3);

    @ContainerTest
    void clients_leave_one_by_one_with_what_they_need_to_come_back(Container container) throws Exception {
        try (TestApplication application = TestApplication.on(container)) {
            List<SseReader> streams = new ArrayList<>();
            List<RawHttp> polls = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                streams.add(application.sse("topic=open").open());
                RawHttp poll = new RawHttp(application.port());
                poll.get("/realtime/long-poll?topic=open&wait=50");
                polls.add(poll);
            }
            assertThat(application.ledger().awaitOpen(2 * CLIENTS, TestApplication.SOON))
                    .isTrue();

            CompletableFuture<Void> drained =
                    application.notifier().drain(WITHIN).toCompletableFuture();
            assertThat(application.notifier().connectionCount())
                    .as("not all at once")
                    .isPositive();
            assertSentAway(application);

            for (SseReader stream : streams) {
                assertThat(stream.next().retry()).matches("[0-9]+");
                assertThat(stream.next()).isNull();
                assertThat(stream.http().endedCleanly()).isTrue();
                stream.close();
            }
            for (RawHttp poll : polls) {
                assertThat(poll.readHead()).isTrue();
                assertThat(poll.status()).isEqualTo(200);
                assertThat(TestApplication.json(poll.body()).get("cursor").asText())
                        .isNotEmpty();
                poll.close();
            }
            drained.get(WITHIN.plus(TestApplication.SOON).toMillis(), TimeUnit.MILLISECONDS);
            assertThat(application.notifier().connectionCount()).isZero();
            assertThat(application.ledger().awaitEnded(CloseReason.DRAINING, 2 * CLIENTS, TestApplication.SOON))
                    .isTrue();
            assertThat(Threads.awaitNoneOfOurs(TestApplication.SOON)).isEmpty();
        }
    }

    private static void assertSentAway(TestApplication application) throws Exception {
        HttpResponse<String> stream = application.get("/sse?topic=open");
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.body()).matches("retry: [0-9]+\n\n");
        for (String path : List.of("/poll", "/long-poll")) {
            HttpResponse<String> poll = application.get(path + "?topic=open");
            assertThat(poll.statusCode()).isEqualTo(503);
            assertThat(poll.headers().firstValue("Retry-After")).isPresent();
        }
    }
}
