package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.log.Retention;
import dev.realtime.testkit.FaultProxy;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One subscriber that changes among the transports, and is cut, at random: it sees what was published, each once, in order. */
class HopTest {
    private static final int EVENTS = 10_000;
    private static final int MAX_AHEAD = 200;
    private static final long SEED = 20261120;

    @ContainerTest
    void sees_exactly_what_was_published_whichever_way_it_takes(Container container) throws Exception {
        Random random = new Random(SEED);
        Semaphore permits = new Semaphore(MAX_AHEAD);
        Map<Way, Integer> taken = new EnumMap<>(Way.class);
        int cuts = 0;
        try (Application application = Application.on(container, Retention.DEFAULT.withMaxEvents(2 * MAX_AHEAD));
                FaultProxy proxy = FaultProxy.to(application.port())) {
            Traveller traveller = new Traveller(application.notifier().head().token(), EVENTS, permits);
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(application, permits));
            while (!traveller.isThere()) {
                Way way = Way.values()[random.nextInt(Way.values().length)];
                int before = traveller.count();
                if (random.nextInt(3) == 0) {
                    proxy.cut(); // what is left of the connection before would count
                    proxy.cutUntilMendedAfter(random.nextInt(8_000));
                }
                try {
                    way.travel(traveller, proxy.port(), 1 + random.nextInt(60));
                } catch (IOException cut) {
                    cuts++;
                }
                proxy.mend();
                taken.merge(way, traveller.count() - before, Integer::sum);
            }
            publishing.get(10, TimeUnit.SECONDS);
        }
        assertThat(taken.keySet()).containsExactly(Way.values());
        assertThat(taken.values()).allMatch(count -> count > EVENTS / 100);
        assertThat(cuts).isGreaterThan(20);
    }

    private static void publish(Application application, Semaphore permits) {
        for (int i = 0; i < EVENTS; i++) {
            permits.acquireUninterruptibly();
            application.notifier().publish("hop", i);
            application.notifier().publish("other", i);
        }
    }
}
