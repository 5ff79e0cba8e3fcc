package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Notifier;
import dev.realtime.RefusedException;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.Retention;
import dev.realtime.testkit.DeliveryLedger;
import dev.realtime.testkit.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes that publish, clients that hop between them, and everything that may happen to Redis and to a node without loss of what is
 * on disk: acknowledged = stored = delivered, each once and in order.
 */
class ChaosTest extends RedisRig {
    private static final int TOPICS = 50;
    private static final int PUBLISHERS = 4;
    private static final int CLIENTS = 4;
    private static final int BETWEEN_FAULTS = 1_000;

    private final AtomicReferenceArray<Notifier> nodes = new AtomicReferenceArray<>(2);
    private final Map<String, Event> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> unknown = new ConcurrentLinkedQueue<>();
    private final List<Notifier> opened = new ArrayList<>();
    private volatile boolean over;

    @AfterEach
    void closeNotifiers() {
        over = true;
        opened.forEach(Notifier::close);
    }

    private RedisEventLog join(RedisServer server, int as) {
        RedisEventLog log = node(RedisEventLog.builder()
                .uri(server.uri())
                .retention(Retention.DEFAULT.withMaxEvents(100_000))
                .appendTimeout(Duration.ofSeconds(20)));
        Notifier notifier = Notifier.builder()
                .log(log)
                .maxPublishWait(Duration.ofSeconds(30))
                .build();
        opened.add(notifier);
        nodes.set(as, notifier);
        return log;
    }

    private void publish(int publisher) {
        Random random = new Random(publisher);
        for (int i = 0; !over; i++) {
            String text = publisher + "-" + i;
            try {
                Event event = nodes.get(publisher % 2).publish("t/" + random.nextInt(TOPICS), text);
                acknowledged.put(text, event);
            } catch (LogUnavailableException e) {
                if (e.outcome() == LogUnavailableException.Outcome.UNKNOWN) {
                    unknown.add(text);
                }
            } catch (RefusedException | IllegalStateException closing) {
                unknown.add(text);
            }
        }
    }

    /** One who reads a little here, a little there, up to an event that is known in time. */
    private void follow(DeliveryLedger ledger, CompletableFuture<Event> last) {
        Random random = new Random();
        int at = 0;
        while (!(last.isDone() && ledger.endsWith(last.join()))) {
            at = 1 - at;
            From from = From.after(Cursor.parse(ledger.cursor()));
            try (Subscription subscription =
                    nodes.get(at).subscribe(SubscriptionRequest.to("t/*").from(from))) {
                for (int batches = random.nextInt(40); batches >= 0; batches--) {
                    take(subscription, ledger);
                }
            } catch (RefusedException unavailable) {
                continue; // nothing is lost: the cursor is still good
            }
        }
    }

    private static void take(Subscription subscription, DeliveryLedger ledger) {
        Batch batch = subscription.next(100);
        if (batch.isEmpty()) {
            CountDownLatch available = new CountDownLatch(1);
            subscription.onAvailable(available::countDown);
            try {
                if (!available.await(20, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            batch = subscription.next(100);
        }
        Received.of(batch).forEach(ledger::received);
    }

    private void awaitMore() {
        int enough = acknowledged.size() + BETWEEN_FAULTS;
        Reader.await(() -> acknowledged.size() >= enough, "published");
    }

    @Test
    void what_is_acknowledged_is_stored_and_delivered_once_and_in_order_over_all_that_leaves_the_disk_whole() {
        RedisServer server = server(ALWAYS);
        RedisEventLog first = join(server, 0);
        RedisEventLog second = join(server, 1);
        String begin = first.head().token();
        CompletableFuture<Event> last = new CompletableFuture<>();
        List<DeliveryLedger> ledgers = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new DeliveryLedger(begin, first::head))
                .toList();
        List<CompletableFuture<Void>> clients = ledgers.stream()
                .map(ledger -> CompletableFuture.runAsync(() -> follow(ledger, last), ChaosTest::start))
                .toList();
        List<CompletableFuture<Void>> publishers = IntStream.range(0, PUBLISHERS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> publish(i), ChaosTest::start))
                .toList();

        awaitMore();
        server.command("SCRIPT", "FLUSH");
        awaitMore();
        server.command("CLIENT", "KILL", "TYPE", "normal");
        awaitMore();
        server.kill9();
        server.restart();
        awaitMore();
        server.pause();
        failure(second.reach(second.head().at(Long.MAX_VALUE))
                .toCompletableFuture()); // as long as connections are given up
        server.resume();
        awaitMore();
        nodes.get(1).close();
        second.close();
        RedisEventLog third = join(server, 1);
        awaitMore();

        over = true;
        publishers.forEach(RedisRig::get);
        List<Event> stored = readAll(
                node(RedisEventLog.builder().uri(server.uri()).retention(Retention.DEFAULT.withMaxEvents(100_000))));
        last.complete(stored.get(stored.size() - 1));
        clients.forEach(RedisRig::get);

        assertStored(stored);
        assertThat(readAll(third)).isEqualTo(stored);
        for (DeliveryLedger ledger : ledgers) {
            stored.forEach(ledger::published);
            ledger.assertExact();
            assertThat(ledger.news()).noneMatch(Received.Gap.class::isInstance);
        }
    }

    /** Everything that was acknowledged, once, each publisher's in its order, and nothing but that and what was left open. */
    private void assertStored(Collection<Event> stored) {
        Map<String, Event> byText = stored.stream().collect(Collectors.toMap(ChaosTest::text, Function.identity()));
        assertThat(byText).containsAllEntriesOf(acknowledged);
        byText.keySet().removeAll(acknowledged.keySet());
        assertThat(unknown).containsAll(byText.keySet());
        for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
            String own = publisher + "-";
            assertThat(stored.stream().map(ChaosTest::text).filter(text -> text.startsWith(own)))
                    .extracting(text -> Integer.parseInt(text.substring(own.length())))
                    .isSorted();
        }
    }

    private static String text(Event event) {
        return event.data().toString().replace("\"", "");
    }

    private static List<Event> readAll(RedisEventLog log) {
        List<Event> all = new ArrayList<>();
        List<TopicFilter> filters = List.of(TopicFilter.of("t/*"));
        Batch batch = log.copy().readNow(filters, From.earliest(), 1_000);
        while (!batch.isEmpty()) {
            all.addAll(batch.events());
            batch = log.copy().readNow(filters, new From.After(batch.position()), 1_000);
        }
        return all;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "chaos");
        thread.setDaemon(true);
        thread.start();
    }
}
