package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import java.time.Duration;

/** A container tells nobody that an idle client has gone: the heartbeats find out, and nobody makes a fuss in the log. */
class VanishedClientTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    @ContainerTest
    void is_noticed_within_three_heartbeats(Container container) throws Exception {
        try (TestApplication application =
                TestApplication.on(container, core -> core, http -> http.heartbeat(HEARTBEAT))) {
            SseReader stays = application.sse("topic=idle").open();
            SseReader endsWithFin = application.sse("topic=idle").open();
            SseReader endsWithRst = application.sse("topic=idle").open();
            assertThat(application.ledger().awaitOpen(3, TestApplication.SOON)).isTrue();
            Complaints complaints = new Complaints();

            long begin = System.nanoTime();
            endsWithRst.http().reset();
            endsWithFin.close();

            assertThat(application.ledger().awaitEnded(CloseReason.CLIENT_GONE, 1, HEARTBEAT.multipliedBy(3)))
                    .as("the first is noticed")
                    .isTrue();
            long first = (System.nanoTime() - begin) / 1_000_000;
            assertThat(application
                            .ledger()
                            .awaitEnded(
                                    CloseReason.CLIENT_GONE,
                                    2,
                                    HEARTBEAT.multipliedBy(3).minusMillis(first)))
                    .as("the second is noticed")
                    .isTrue();
            long second = (System.nanoTime() - begin) / 1_000_000;
            System.out.printf("%s: gone clients noticed after %d and %d ms%n", container, first, second);

            assertThat(application.notifier().subscriptionCount()).isEqualTo(1);
            application.notifier().publish("idle", "still there");
            assertThat(stays.nextNews().data()).isEqualTo("\"still there\"");
            complaints.close();
            assertThat(complaints.lines()).isEmpty();
            stays.close();
        }
    }
}
