package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Client;
import dev.realtime.Notifier;
import dev.realtime.Publication;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A client that is never long with one node, while both publish and fall behind in turn, gets each event once and in
 * order. One thread, so that what happens between two steps is what the seed says.
 */
class HopAmongNodesTest {
    private static final int SEEDS = 50;
    private static final int STEPS = 400;
    private static final Client CLIENT = new Client("ann", "192.0.2.1", Map.of(), "test");

    private final ManualTime time = new ManualTime();
    private final List<Notifier> notifiers = new ArrayList<>();

    @AfterEach
    void close() {
        notifiers.forEach(Notifier::close);
    }

    private Notifier notifier(LogNode node) {
        Notifier notifier = Notifier.builder()
                .log(node)
                .access(Access.allowSubscribe("**"))
                .scheduler(time)
                .ticker(time)
                .executor(Runnable::run)
                .dispatchers(1)
                .build();
        notifiers.add(notifier);
        return notifier;
    }

    @Test
    void each_event_once_and_in_order() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Journey(seed).travel();
            close();
            notifiers.clear();
        }
    }

    private final class Journey {
        private final int seed;
        private final Random random;
        private final LogHub hub = new LogHub(() -> InMemoryEventLog.builder().ticker(time), time);
        private final List<LogNode> nodes = List.of(hub.node(), hub.node());
        private final List<Notifier> ways =
                nodes.stream().map(HopAmongNodesTest.this::notifier).toList();
        private final List<Integer> received = new ArrayList<>();
        private Cursor cursor = hub.head();
        private int published;
        private int waits;

        Journey(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void travel() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> node().pause();
                    case 1 -> node().resume();
                    case 2 -> hop();
                    default -> publish();
                }
            }
            nodes.forEach(LogNode::resume);
            for (Cursor before = null; !cursor.equals(before); ) {
                before = cursor;
                hop();
            }
            assertThat(received)
                    .as("seed %d", seed)
                    .isEqualTo(IntStream.range(0, published).boxed().toList());
            assertThat(waits)
                    .as("hops to a node that is behind, by seed %d", seed)
                    .isPositive();
        }

        private LogNode node() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        private void publish() {
            Notifier way = ways.get(random.nextInt(ways.size()));
            way.publishAsync(Publication.of("hop/" + published % 3, published++));
        }

        /** Takes something of what the node has, all of it or less, and is gone again. */
        private void hop() {
            int to = random.nextInt(nodes.size());
            SubscriptionRequest request = SubscriptionRequest.to("hop/*").from(From.after(cursor));
            CompletableFuture<Subscription> asked =
                    ways.get(to).subscribeFor(CLIENT, request).toCompletableFuture();
            if (!asked.isDone()) {
                waits++;
                nodes.get(to).resume();
            }
            try (Subscription subscription = asked.join()) {
                for (int left = random.nextInt(1, 10); left > 0 && take(subscription); left--) {}
            }
        }

        private boolean take(Subscription subscription) {
            Batch batch = subscription.next(1 + random.nextInt(20));
            assertThat(batch.gap()).as("seed %d", seed).isNull();
            batch.events()
                    .forEach(event -> received.add(Integer.parseInt(event.data().toString())));
            cursor = batch.cursor();
            return !batch.isEmpty();
        }
    }
}
