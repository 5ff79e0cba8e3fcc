package dev.realtime.examples.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.websocket.Traveller;
import dev.realtime.examples.websocket.Way;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.redis.RedisServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One subscriber that changes among the transports and among two nodes, and is cut, at random: it sees each event once, in order. */
@Timeout(120)
class TwoNodesTest {
    private static final int EVENTS = 2_000;
    private static final int MAX_AHEAD = 200;
    private static final long SEED = 20261121;

    private final RedisServer redis = RedisServer.start();
    private final List<Node> nodes = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
        for (FaultProxy proxy : proxies) {
            proxy.close();
        }
        redis.close();
    }

    @Test
    void sees_exactly_what_was_published_whichever_way_it_takes_to_whichever_node() throws Exception {
        for (int i = 0; i < 2; i++) {
            nodes.add(new Node(redis, 2 * MAX_AHEAD));
            proxies.add(FaultProxy.to(nodes.get(i).port));
        }
        Random random = new Random(SEED);
        Semaphore permits = new Semaphore(MAX_AHEAD);
        Map<String, Integer> taken = new TreeMap<>();
        int cuts = 0;
        Traveller traveller = new Traveller(nodes.get(0).notifier.head().token(), EVENTS, permits);
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(permits));
        while (!traveller.isThere()) {
            Way way = Way.values()[random.nextInt(Way.values().length)];
            int to = random.nextInt(nodes.size());
            FaultProxy proxy = proxies.get(to);
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
            taken.merge(way + " to " + to, traveller.count() - before, Integer::sum);
        }
        publishing.get(10, TimeUnit.SECONDS);
        assertThat(taken).hasSize(Way.values().length * nodes.size());
        assertThat(taken.values()).allMatch(count -> count > 0);
        assertThat(cuts).isGreaterThan(5);
    }

    /** By both nodes in turn. */
    private void publish(Semaphore permits) {
        for (int i = 0; i < EVENTS; i++) {
            permits.acquireUninterruptibly();
            nodes.get(i % nodes.size()).notifier.publish("hop", i);
        }
    }
}
