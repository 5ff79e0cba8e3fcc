package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import dev.realtime.testkit.RawHttp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A client that changes its transport again and again, and is cut off in between, gets each event once and in order. */
class HopTest {
    private static final int EVENTS = 2_000;
    private static final int CUT_WITHIN_BYTES = 20_000;

    private final Random random = new Random(20261120);
    private final List<Integer> received = new ArrayList<>();
    private String cursor = "";

    private enum Hop {
        SSE,
        LONG_POLL,
        POLL
    }

    @ContainerTest
    void exactly_the_published_sequence(Container container) throws Exception {
        Retention all = Retention.DEFAULT.withMaxEvents(2 * EVENTS);
        try (TestApplication application = TestApplication.on(
                container,
                core -> core.log(InMemoryEventLog.builder().retention(all).build()),
                http -> http.heartbeat(Duration.ofMillis(300)))) {
            cursor = TestApplication.json(application.get("/poll?topic=hop/*").body())
                    .get("cursor")
                    .asText();
            AtomicInteger published = new AtomicInteger();
            Random lengths = new Random(1);
            int hops = 0;
            try (Repeating publisher = Repeating.every(Duration.ofMillis(1), () -> {
                if (published.get() < EVENTS) {
                    String padding = "x".repeat(lengths.nextInt(1_500));
                    int number = published.getAndIncrement();
                    application.notifier().publish("hop/" + number % 3, List.of(number, padding));
                    application.notifier().publish("elsewhere", number);
                }
            })) {
                long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                while (received.size() < EVENTS && System.nanoTime() < deadline) {
                    Hop hop = Hop.values()[hops < Hop.values().length ? hops : random.nextInt(Hop.values().length)];
                    hops++;
                    switch (hop) {
                        case SSE -> stream(application);
                        case LONG_POLL -> ask(application, "/long-poll?topic=hop/*&wait=1&cursor=" + cursor);
                        case POLL -> ask(application, "/poll?topic=hop/*&limit=40&cursor=" + cursor);
                    }
                }
            }
            assertThat(received).isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
            System.out.printf("%s: %d events over %d hops%n", container, EVENTS, hops);
        }
    }

    private void stream(TestApplication application) throws IOException {
        boolean byHeader = random.nextBoolean();
        try (RawHttp http = new RawHttp(application.port()).cutAfter(1 + random.nextInt(CUT_WITHIN_BYTES))) {
            if (byHeader) {
                http.get("/realtime/sse?topic=hop/*", "Last-Event-ID", cursor);
            } else {
                http.get("/realtime/sse?topic=hop/*&lastEventId=" + cursor);
            }
            SseReader reader = new SseReader(http);
            for (SseReader.Block block = reader.next(); block != null; block = reader.next()) {
                assertThat(block.isGap()).isFalse();
                if (block.data() != null && !block.isHeartbeat()) {
                    received.add(TestApplication.json(block.data()).get(0).asInt());
                }
                cursor = block.id() == null ? cursor : block.id();
                if (received.size() == EVENTS) {
                    return;
                }
            }
            assertThat(http.socket().isClosed())
                    .as("cut by us, and by nobody else")
                    .isTrue();
        }
    }

    private void ask(TestApplication application, String target) throws IOException, InterruptedException {
        HttpResponse<String> response = application.get(target);
        assertThat(response.statusCode()).isEqualTo(200);
        if (random.nextInt(4) == 0) {
            return; // the answer was lost on its way
        }
        JsonNode batch = TestApplication.json(response.body());
        assertThat(batch.has("gap")).isFalse();
        batch.get("events")
                .forEach(event -> received.add(event.get("data").get(0).asInt()));
        cursor = batch.get("cursor").asText();
    }
}
