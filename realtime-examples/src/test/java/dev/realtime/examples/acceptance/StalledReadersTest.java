package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.CloseReason;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.testkit.RawHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that connect and never read cost no thread, bounded memory, and nobody's time. */
class StalledReadersTest {
    private static final int CLIENTS = 200;
    private static final int RECEIVE_BUFFER = 4 << 10;
    private static final int FILLINGS = 130;
    private static final int FILLING_BYTES = 48 << 10;
    private static final int EVENTS = 100;
    private static final long LOG_BYTES = 16 << 20;

    /** A write in flight, what the container copied of it, and the container's own buffers and objects. */
    private static final long BYTES_PER_CLIENT = 256 << 10;

    private static final Duration STALL = Duration.ofSeconds(4);

    @ContainerTest
    void hold_no_thread_and_bounded_memory_and_delay_nobody(Container container) throws Exception {
        try (TestApplication application = TestApplication.on(
                container,
                core -> core.log(
                        InMemoryEventLog.builder().maxTotalBytes(LOG_BYTES).build()),
                http -> http.stall(STALL).heartbeat(Duration.ofSeconds(1)))) {
            application.sse("topic=big").open().close(); // loads the classes
            assertThat(application.ledger().awaitEnded(CloseReason.CLIENT_GONE, 1, TestApplication.SOON))
                    .isTrue();
            int threadsBefore = Threads.count();
            long heapBefore = Heap.usedAfterGc();

            List<RawHttp> stalled = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                RawHttp http = new RawHttp(application.port(), RECEIVE_BUFFER);
                http.get("/realtime/sse?topic=big");
                stalled.add(http);
                assertThat(application.ledger().awaitOpen(i + 1, TestApplication.SOON))
                        .isTrue();
            }
            int threadsConnected = Threads.count();

            // More than the sockets' buffers take: from here on every one of them is stuck in the middle of an event.
            String filling = "x".repeat(FILLING_BYTES);
            publish(application, FILLINGS, Duration.ofMillis(5), filling);
            assertThat(Threads.inServletAfter(TestApplication.SOON))
                    .as("threads that are with a client")
                    .isEmpty();

            SseReader reader = application.sse("topic=big").open();
            CompletableFuture<List<Long>> reading = CompletableFuture.supplyAsync(() -> readAll(reader));
            long slowestPublish = publish(application, EVENTS, Duration.ofMillis(10), "some more");
            List<Long> delays = reading.get(TestApplication.SOON.toSeconds(), TimeUnit.SECONDS);

            // Threads that a container's pool has made (Tomcat, for 200 sockets that were writable at once) wait for
            // work.
            assertThat(Threads.inServletAfter(TestApplication.SOON))
                    .as("threads that are with a client")
                    .isEmpty();
            int threads = Threads.count();
            int stuck = application.ledger().open() - 1;
            assertThat(stuck).as("clients that are still stuck").isGreaterThan(CLIENTS / 2);
            long heap = Heap.usedAfterGc();
            assertThat(heap - heapBefore)
                    .as("bytes more than before")
                    .isLessThan(LOG_BYTES + LOG_BYTES / 2 + CLIENTS * BYTES_PER_CLIENT);
            Collections.sort(delays);
            assertThat(Duration.ofNanos(delays.get(EVENTS * 99 / 100))).isLessThan(Duration.ofSeconds(2));
            System.out.printf(
                    "%s: %d of %d stuck; threads %d -> %d -> %d; heap %+d KiB, the log's %d KiB among them;"
                            + " reader p50 %d us, p99 %d us, max %d us; slowest publish %d us%n",
                    container,
                    stuck,
                    CLIENTS,
                    threadsBefore,
                    threadsConnected,
                    threads,
                    (heap - heapBefore) >> 10,
                    LOG_BYTES >> 10,
                    delays.get(EVENTS / 2) / 1_000,
                    delays.get(EVENTS * 99 / 100) / 1_000,
                    delays.get(EVENTS - 1) / 1_000,
                    slowestPublish / 1_000);

            assertThat(application.ledger().awaitEnded(CloseReason.STALLED, CLIENTS, STALL.plusSeconds(3)))
                    .as("all are closed: %s", application.ledger().ended())
                    .isTrue();
            assertThat(application.notifier().subscriptionCount())
                    .as("the reader alone")
                    .isEqualTo(1);
            assertThat(reader.next().isHeartbeat()).isTrue();
            reader.close();
            assertThat(application.ledger().awaitOpen(0, TestApplication.SOON)).isTrue();
            for (RawHttp http : stalled) {
                http.close();
            }
        }
    }

    /** Publishes events of a number, the time and a text, at a steady pace; the longest time that one took, in nanoseconds. */
    private static long publish(TestApplication application, int count, Duration every, String text) {
        AtomicInteger number = new AtomicInteger();
        AtomicLong slowest = new AtomicLong();
        CountDownLatch left = new CountDownLatch(count);
        Repeating publisher = Repeating.every(every, () -> {
            if (left.getCount() > 0) {
                long begin = System.nanoTime();
                application.notifier().publish("big", List.of(number.getAndIncrement(), begin, text));
                slowest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                left.countDown();
            }
        });
        try (publisher) {
            assertThat(left.await(30, TimeUnit.SECONDS)).as("all is published").isTrue();
            return slowest.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How long each event was under way; fails where one is missing. */
    private static List<Long> readAll(SseReader reader) {
        try {
            List<Long> delays = new ArrayList<>();
            while (delays.size() < EVENTS) {
                SseReader.Block block = reader.nextNews();
                assertThat(block).as("after %d events", delays.size()).isNotNull();
                assertThat(block.isGap()).isFalse();
                JsonNode data = TestApplication.json(block.data());
                assertThat(data.get(0).asInt()).isEqualTo(delays.size());
                delays.add(System.nanoTime() - data.get(1).asLong());
            }
            return delays;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
