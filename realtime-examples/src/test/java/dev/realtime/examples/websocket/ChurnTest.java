package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.ObjectName;

/** Clients that come and go, while much is published. */
class ChurnTest {
    private static final int WORKERS = 12;
    private static final Duration LENGTH = Duration.ofSeconds(8);

    @ContainerTest
    void leaves_nothing_behind_and_mixes_up_nobody(Container container) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WORKERS + 1);
        AtomicLong seen = new AtomicLong();
        try (Application application = Application.on(container)) {
            long end = System.nanoTime() + LENGTH.toNanos();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int worker = i;
                workers.add(pool.submit(() -> {
                    Random random = new Random(worker);
                    while (System.nanoTime() - end < 0) {
                        seen.addAndGet(comeAndGo(application.port(), worker, random));
                    }
                    return null;
                }));
            }
            AtomicBoolean gone = new AtomicBoolean();
            Future<?> publisher = pool.submit(() -> {
                for (int i = 0; !gone.get(); i++) {
                    application.notifier().publish("own/" + i % WORKERS, i % WORKERS);
                    if (i % 64 == 0) {
                        Thread.yield();
                    }
                }
            });
            for (Future<?> worker : workers) {
                worker.get(60, TimeUnit.SECONDS);
            }
            gone.set(true);
            publisher.get(60, TimeUnit.SECONDS);
            assertThat(seen.get()).isGreaterThan(1_000);

            Eventually.is(() -> application.notifier().subscriptionCount() == 0, "a subscription is left");
            Eventually.is(() -> connections() == 0, "a connection is left");
            assertThat(blocked()).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    /** One visit; returns how many events it brought. */
    private static int comeAndGo(int port, int worker, Random random) throws Exception {
        String topic = "own/" + worker;
        boolean byUrl = random.nextBoolean();
        try (RawSocket socket = RawSocket.open(port, byUrl ? "topic=" + topic : "")) {
            if (!byUrl) {
                socket.send("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"" + topic + "\"]}");
            }
            int events = 0;
            for (int messages = random.nextInt(20); messages > 0; messages--) {
                JsonNode message = socket.json();
                assertThat(message.has("error")).isFalse();
                for (JsonNode event : message.path("events")) {
                    assertThat(event.get("topic").asText()).isEqualTo(topic);
                    assertThat(event.get("data").asInt()).isEqualTo(worker);
                    events++;
                }
            }
            switch (random.nextInt(4)) {
                case 0 -> socket.frame(8, true, new byte[] {3, (byte) 232}); // goodbye: 1000
                case 1 -> socket.socket().setSoLinger(true, 0); // cut with a reset
                case 2 -> socket.write(new byte[] {1, (byte) 0x85, 0}); // within a frame
                default -> {}
            }
            return events;
        }
    }

    /** How many connections of ours are reachable. */
    private static long connections() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .filter(line -> line.contains("dev.realtime.websocket.SocketConnection "))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
                .sum();
    }

    private static List<String> blocked() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getState() == Thread.State.BLOCKED)
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.realtime.")))
                .map(thread -> thread.getKey() + " " + List.of(thread.getValue()))
                .toList();
    }
}
