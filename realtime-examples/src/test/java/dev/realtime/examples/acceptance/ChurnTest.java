package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.testkit.RawHttp;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that come and go at random under load, each with a topic of its own. What a server does with a response after
 * its client has gone must never reach another client: on Tomcat, a write or a {@code complete} too late cuts the stream
 * of whoever was given the same response object next.
 */
class ChurnTest {
    private static final int WORKERS = 12;
    private static final Duration PUBLISH_EVERY = Duration.ofMillis(3);
    private static final Duration CHURN = Duration.ofSeconds(6);

    private final Map<String, AtomicInteger> topics = new ConcurrentHashMap<>();
    private final AtomicInteger topicNumber = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private final Queue<String> harm = new ConcurrentLinkedQueue<>();

    /** How a client leaves. */
    private enum Leave {
        FIN,
        RST,
        HALF_CLOSE,
        MID_READ
    }

    @ContainerTest
    void no_healthy_stream_is_cut_and_nobody_sees_anothers_events(Container container) throws Exception {
        try (TestApplication application = TestApplication.on(
                container,
                core -> core,
                http -> http.heartbeat(Duration.ofMillis(300)).stall(Duration.ofSeconds(2)))) {
            List<Thread> workers = new ArrayList<>();
            try (Repeating publisher = Repeating.every(
                    PUBLISH_EVERY,
                    () -> topics.forEach((topic, count) ->
                            application.notifier().publish(topic, List.of(topic, count.getAndIncrement()))))) {
                long until = System.nanoTime() + CHURN.toNanos();
                for (int i = 0; i < WORKERS; i++) {
                    Random random = new Random(i);
                    Thread worker = new Thread(() -> churn(application, random, until), "acceptance-worker-" + i);
                    worker.start();
                    workers.add(worker);
                }
                for (Thread worker : workers) {
                    worker.join(CHURN.plusSeconds(25).toMillis());
                    assertThat(worker.isAlive())
                            .as("%s is stuck", worker.getName())
                            .isFalse();
                }
            }
            System.out.printf(
                    "%s: %d streams, %d long polls, %d events, %d harmed; ended %s%n",
                    container,
                    streams.get(),
                    polls.get(),
                    events.get(),
                    harm.size(),
                    application.ledger().ended());
            assertThat(harm).isEmpty();
            assertThat(streams).hasValueGreaterThan(100);
            assertThat(application.ledger().awaitOpen(0, TestApplication.SOON))
                    .as("subscriptions left: %s", application.ledger().open())
                    .isTrue();
            assertThat(application.notifier().subscriptionCount()).isZero();
            assertThat(Threads.anyDeadlocked()).isFalse();
            assertThat(Threads.inServletAfter(TestApplication.SOON)).isEmpty();
            assertThat(Heap.instances("dev.realtime.servlet.(Stream|Poll)Connection"))
                    .as("connections that something still holds; a container may keep the last of a thread's")
                    .isLessThan(WORKERS);
        }
    }

    private void churn(TestApplication application, Random random, long until) {
        while (System.nanoTime() < until) {
            String topic = "churn/" + topicNumber.incrementAndGet();
            try {
                if (random.nextInt(4) == 0) {
                    polls(application, random, topic);
                } else {
                    topics.put(topic, new AtomicInteger());
                    stream(application, random, topic);
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                harm.add(topic + ": " + e);
            } finally {
                topics.remove(topic);
            }
        }
    }

    private void stream(TestApplication application, Random random, String topic) throws IOException {
        RawHttp http = new RawHttp(application.port());
        http.get("/realtime/sse?topic=" + topic);
        streams.incrementAndGet();
        int wanted = random.nextInt(10) == 0 ? 50 + random.nextInt(150) : random.nextInt(8);
        if (wanted > 0) {
            SseReader reader = new SseReader(http).open();
            int next = -1;
            for (int i = 0; i < wanted; i++) {
                SseReader.Block block = reader.nextNews();
                if (block == null) {
                    harm.add(topic + ": " + (http.endedCleanly() ? "ended" : "cut") + " after " + i + " of " + wanted
                            + " events");
                    http.close();
                    return;
                }
                next = check(topic, TestApplication.json(block.data()), next);
            }
        }
        leave(http, random);
    }

    private int check(String topic, JsonNode data, int expected) {
        int number = data.get(1).asInt();
        if (!data.get(0).asText().equals(topic)) {
            harm.add(topic + ": sees an event of " + data.get(0));
        } else if (expected >= 0 && number != expected) {
            harm.add(topic + ": sees event " + number + " instead of " + expected);
        }
        events.incrementAndGet();
        return number + 1;
    }

    private static void leave(RawHttp http, Random random) throws IOException {
        switch (Leave.values()[random.nextInt(Leave.values().length)]) {
            case FIN -> http.close();
            case RST -> http.reset();
            case HALF_CLOSE -> {
                try (http) {
                    http.socket().shutdownOutput();
                    readSome(http, random.nextInt(500)); // whether it goes on is the container's affair
                } catch (SocketException alreadyGone) {
                    // Not this test's affair either.
                }
            }
            case MID_READ -> {
                try (http) {
                    readSome(http, random.nextInt(100)); // what lies unread in its buffer makes it an RST
                }
            }
        }
    }

    private static void readSome(RawHttp http, int bytes) throws IOException {
        for (int i = 0; i < bytes && http.read() >= 0; i++) {
            // What it is does not matter.
        }
    }

    /** Several on one connection, some with news and some without, the last of them left alone while it waits. */
    private void polls(TestApplication application, Random random, String topic) throws IOException {
        RawHttp http = new RawHttp(application.port());
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean busy = random.nextBoolean();
            if (busy) {
                topics.put(topic, new AtomicInteger());
            }
            http.get("/realtime/long-poll?topic=" + topic + "&wait=" + (busy ? 10 : 0));
            polls.incrementAndGet();
            if (!http.readHead()) {
                harm.add(topic + ": a long poll is cut");
                http.close();
                return;
            }
            assertThat(http.status()).isEqualTo(200);
            JsonNode batch = TestApplication.json(http.body());
            if (busy && batch.get("events").isEmpty()) {
                harm.add(topic + ": a long poll is answered with nothing");
            }
            for (JsonNode event : batch.get("events")) {
                check(topic, event.get("data"), -1);
            }
            topics.remove(topic);
        }
        http.get("/realtime/long-poll?topic=" + topic + "&wait=1");
        polls.incrementAndGet();
        leave(http, random);
    }
}
