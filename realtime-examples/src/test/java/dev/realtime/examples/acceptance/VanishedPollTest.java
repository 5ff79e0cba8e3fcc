package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.testkit.RawHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that end their connection, half by FIN and half by RST, while their long poll waits. Nothing is written to it before it is
 * answered, so that nobody can find out; then all that it held comes back, and nothing is lost that it was told.
 */
class VanishedPollTest {
    private static final int CLIENTS = 40;
    private static final int SECONDS = 3;
    private static final int LONG = 50;

    /** The time of those that wait, and what the timer and a busy machine may take beyond it. */
    private static final Duration OVER = Duration.ofSeconds(SECONDS + 2);

    @ContainerTest
    void gives_back_what_it_held_when_its_time_is_over(Container container) throws Exception {
        try (TestApplication application =
                TestApplication.on(container, core -> core.maxConnections(CLIENTS), http -> http)) {
            String cursor = cursor(application);
            long descriptors = descriptors();
            List<RawHttp> clients = waiting(application, cursor, SECONDS);
            long begin = System.nanoTime();
            vanish(clients);

            assertThat(application.ledger().awaitOpen(0, OVER))
                    .as("places held: %s", application.ledger().open())
                    .isTrue();
            System.out.printf(
                    "%s: gone long polls of %d s held for %d ms more; ended %s%n",
                    container,
                    SECONDS,
                    (System.nanoTime() - begin) / 1_000_000,
                    application.ledger().ended());

            List<RawHttp> others = waiting(application, cursor, LONG); // as many have room
            application.notifier().publish("news", "for the others");
            for (RawHttp other : others) {
                assertThat(other.readHead()).isTrue();
                assertThat(other.status()).isEqualTo(200);
                other.close();
            }
            assertThat(Heap.instances("dev.realtime.servlet.PollConnection"))
                    .as("polls that something still holds; a container may keep the last of a thread's")
                    .isLessThan(CLIENTS / 2);
            assertThat(descriptorsBackTo(descriptors + CLIENTS / 4))
                    .as("sockets that the container still holds")
                    .isTrue();
        }
    }

    @ContainerTest
    void loses_nothing_by_an_answer_that_nobody_took(Container container) throws Exception {
        try (TestApplication application = TestApplication.on(container)) {
            String cursor = cursor(application);
            vanish(waiting(application, cursor, LONG));

            application.notifier().publish("news", "told to nobody");
            assertThat(application.ledger().awaitOpen(0, TestApplication.SOON))
                    .as("they are answered at once")
                    .isTrue();

            String answer = application
                    .get("/long-poll?wait=0&topic=news&cursor=" + cursor)
                    .body();
            assertThat(TestApplication.json(answer).get("events"))
                    .singleElement()
                    .extracting(event -> event.get("data").asText())
                    .isEqualTo("told to nobody");
        }
    }

    private static String cursor(TestApplication application) throws Exception {
        return TestApplication.json(application.get("/poll?topic=news").body())
                .get("cursor")
                .asText();
    }

    private static List<RawHttp> waiting(TestApplication application, String cursor, int seconds) throws Exception {
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawHttp client = new RawHttp(application.port());
            client.get("/realtime/long-poll?topic=news&wait=" + seconds + "&cursor=" + cursor);
            clients.add(client);
        }
        assertThat(application.ledger().awaitOpen(CLIENTS, TestApplication.SOON))
                .as("all wait")
                .isTrue();
        return clients;
    }

    private static void vanish(List<RawHttp> clients) throws IOException {
        for (int i = 0; i < clients.size(); i++) {
            if (i % 2 == 0) {
                clients.get(i).close();
            } else {
                clients.get(i).reset();
            }
        }
    }

    private static boolean descriptorsBackTo(long count) {
        long deadline = System.nanoTime() + TestApplication.SOON.toNanos();
        while (descriptors() > count) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(10_000_000); // nobody tells when a container closes a socket
        }
        return true;
    }

    private static long descriptors() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }
}
