package dev.realtime.examples.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Event;
import dev.realtime.testkit.DeliveryLedger;
import dev.realtime.testkit.Received;
import dev.realtime.testkit.redis.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All that may happen to Redis and to a node while two nodes publish, and clients hop among nodes and transports. Longer with
 * {@code -Dchaos.events=10000}, the number of events between two faults, and {@code -Dchaos.pause=10}, the seconds in which Redis does
 * nothing.
 */
@Timeout(600)
class ChaosTest {
    private static final int BETWEEN_FAULTS = Integer.getInteger("chaos.events", 1_500);
    private static final int PAUSE_SECONDS = Integer.getInteger("chaos.pause", 4);
    private static final int ALL = 1_000_000;
    private static final String[] ALWAYS = {"--appendonly", "yes", "--appendfsync", "always"};
    private static final String[] EVERYSEC = {"--appendonly", "yes", "--appendfsync", "everysec"};

    private final AtomicReferenceArray<Node> nodes = new AtomicReferenceArray<>(2);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private RedisServer server(String... options) {
        RedisServer server = RedisServer.start(options);
        opened.add(server);
        return server;
    }

    private Node node(RedisServer server) {
        Node node = new Node(server, ALL);
        opened.add(node);
        return node;
    }

    private Traffic begin(RedisServer server) {
        nodes.set(0, node(server));
        nodes.set(1, node(server));
        Traffic traffic = new Traffic(nodes);
        traffic.awaitMore(BETWEEN_FAULTS);
        return traffic;
    }

    @Test
    void what_is_acknowledged_is_stored_and_delivered_once_and_in_order_over_all_that_leaves_the_disk_whole()
            throws Exception {
        RedisServer server = server(ALWAYS);
        long begun = System.nanoTime();
        Traffic traffic = begin(server);
        server.command("SCRIPT", "FLUSH");
        traffic.awaitMore(BETWEEN_FAULTS);
        server.command("CLIENT", "KILL", "TYPE", "normal");
        traffic.awaitMore(BETWEEN_FAULTS);
        server.kill9();
        server.restart();
        traffic.awaitMore(BETWEEN_FAULTS);
        server.pause();
        LockSupport.parkNanos(
                TimeUnit.SECONDS.toNanos(PAUSE_SECONDS)); // no waiting for something, but the fault itself
        server.resume();
        traffic.awaitMore(BETWEEN_FAULTS);
        Node killed = nodes.get(1);
        nodes.set(1, node(server));
        killed.close();
        traffic.awaitMore(BETWEEN_FAULTS);
        traffic.end();
        report(traffic, begun);

        List<Event> stored = Traffic.stored(node(server));
        assertStored(traffic, stored);
        assertThat(Traffic.stored(nodes.get(0))).isEqualTo(stored);
        assertThat(Traffic.stored(nodes.get(1))).isEqualTo(stored);
        for (DeliveryLedger ledger : traffic.ledgers()) {
            stored.forEach(ledger::published);
            ledger.assertExact();
            assertThat(ledger.news()).noneMatch(Received.Gap.class::isInstance);
        }
    }

    private static void report(Traffic traffic, long begun) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        System.out.println(
                traffic.acknowledged().size() + " events acknowledged in " + millis + " ms, faults included");
    }

    /** Everything that was acknowledged, once, each publisher's in its order, and nothing but that and what was left open. */
    private static void assertStored(Traffic traffic, List<Event> stored) {
        Map<String, Event> byText = stored.stream().collect(Collectors.toMap(Traffic::text, Function.identity()));
        assertThat(byText).containsAllEntriesOf(traffic.acknowledged());
        byText.keySet().removeAll(traffic.acknowledged().keySet());
        assertThat(traffic.unknown()).containsAll(byText.keySet());
        // Of those that are unknown, some may have come later than what was published after their failure.
        List<Event> known = stored.stream()
                .filter(event -> traffic.acknowledged().containsKey(Traffic.text(event)))
                .toList();
        for (int publisher = 0; publisher < Traffic.publisherCount(); publisher++) {
            assertThat(Traffic.numbers(publisher, known)).isSorted();
        }
    }

    /** What makes a server lose what it had acknowledged. */
    enum Losing {
        A_KILL_WHILE_IT_WRITES_EVERY_SECOND(EVERYSEC) {
            @Override
            void lose(ChaosTest test, RedisServer server, Traffic traffic) {
                server.kill9();
                server.restart();
            }
        },
        A_KILL_WITHOUT_FILES {
            @Override
            void lose(ChaosTest test, RedisServer server, Traffic traffic) {
                server.kill9();
                server.restart();
            }
        },
        A_FLUSH {
            @Override
            void lose(ChaosTest test, RedisServer server, Traffic traffic) {
                server.command("FLUSHALL");
            }
        },
        A_CUT_TAIL(ALWAYS) {
            @Override
            void lose(ChaosTest test, RedisServer server, Traffic traffic) {
                long written = server.written();
                traffic.awaitMore(BETWEEN_FAULTS / 5);
                server.restartWith(written);
            }
        },
        A_REPLICA_THAT_LAGS {
            @Override
            void lose(ChaosTest test, RedisServer server, Traffic traffic) {
                RedisServer replica = test.server("--replicaof", "127.0.0.1 " + server.port());
                replica.awaitSaid("Finished with success");
                traffic.awaitMore(BETWEEN_FAULTS / 5);
                replica.command("REPLICAOF", "127.0.0.1", "1");
                traffic.awaitMore(BETWEEN_FAULTS / 5);
                server.kill9();
                replica.command("REPLICAOF", "NO", "ONE");
                replica.command("CONFIG", "SET", "port", "" + server.port());
            }
        };

        private final String[] options;

        Losing(String... options) {
            this.options = options;
        }

        abstract void lose(ChaosTest test, RedisServer server, Traffic traffic);
    }

    @ParameterizedTest
    @EnumSource
    void every_acknowledged_event_is_delivered_or_covered_by_a_gap_and_no_new_one_is_skipped(Losing losing)
            throws Exception {
        RedisServer server = server(losing.options);
        Traffic traffic = begin(server);
        losing.lose(this, server, traffic);
        traffic.awaitMore(BETWEEN_FAULTS);
        traffic.end();

        List<String> stored = Traffic.stored(nodes.get(0)).stream()
                .map(event -> event.id().token())
                .toList();
        for (DeliveryLedger ledger : traffic.ledgers()) {
            ledger.assertCovered();
            assertThat(ledger.news().stream()
                            .filter(Received.Event.class::isInstance)
                            .map(item -> ((Received.Event) item).id())
                            .filter(stored::contains))
                    .as("all that is there now")
                    .isEqualTo(stored);
        }
    }
}
