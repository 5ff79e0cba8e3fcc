package dev.realtime.examples.redis;

import dev.realtime.Publication;
import dev.realtime.RefusedException;
import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.examples.transport.Clients;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.testkit.DeliveryLedger;
import dev.realtime.testkit.Received;
import dev.realtime.testkit.TransportClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Publishers at a steady pace on two nodes, and clients that change among the nodes and the transports all the time. */
final class Traffic {
    private static final int TOPICS = 50;
    private static final int PUBLISHERS = 4;
    private static final int CLIENTS = 4;
    private static final int OFFERED_PER_SECOND = 3_000;
    private static final int MAX_UNANSWERED = 2_000;
    private static final String END = "end";
    private static final long PATIENCE_SECONDS = 60;
    private static final Comparator<Cursor> BY_GENERATION =
            Comparator.comparingInt(Cursor::generation).thenComparingLong(Cursor::sequence);

    private final AtomicReferenceArray<Node> nodes;
    private final List<DeliveryLedger> ledgers;
    private final List<CompletableFuture<Void>> clients;
    private final List<CompletableFuture<Void>> publishers;
    private final Map<String, Event> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> unknown = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** Begins at both nodes, the second of which may be changed. */
    Traffic(AtomicReferenceArray<Node> nodes) {
        this.nodes = nodes;
        String begin = head().token();
        this.ledgers = Stream.generate(() -> new DeliveryLedger(begin, this::head))
                .limit(CLIENTS)
                .toList();
        this.clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> run(() -> follow(ledgers.get(i), new Random(i))))
                .toList();
        this.publishers = IntStream.range(0, PUBLISHERS)
                .mapToObj(i -> run(() -> publish(i, new Random(i))))
                .toList();
    }

    private static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, each -> {
            Thread thread = new Thread(each, "traffic");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** How far the log is at the node that is further on. */
    private Cursor head() {
        Cursor first = nodes.get(0).notifier.head();
        Cursor second = nodes.get(1).notifier.head();
        return BY_GENERATION.compare(first, second) > 0 ? first : second;
    }

    /** Waits until so many more have been acknowledged. */
    void awaitMore(int events) {
        int enough = acknowledged.size() + events;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (acknowledged.size() < enough) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(acknowledged.size() + " acknowledged instead of " + enough);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void publish(int publisher, Random random) {
        long every = TimeUnit.SECONDS.toNanos(PUBLISHERS) / OFFERED_PER_SECOND;
        Semaphore unanswered = new Semaphore(MAX_UNANSWERED);
        long due = System.nanoTime();
        Node by = nodes.get(publisher % 2);
        for (int i = 0; !over; i++) {
            if (by != nodes.get(publisher % 2)) { // what is under way by one node has no order among that by another
                unanswered.acquireUninterruptibly(MAX_UNANSWERED);
                unanswered.release(MAX_UNANSWERED);
                by = nodes.get(publisher % 2);
            }
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            due += every;
            unanswered.acquireUninterruptibly();
            publish("t/" + random.nextInt(TOPICS), publisher + "-" + i, by)
                    .whenComplete((done, failure) -> unanswered.release());
        }
        unanswered.acquireUninterruptibly(MAX_UNANSWERED);
    }

    private CompletableFuture<Event> publish(String topic, String text, Node by) {
        CompletableFuture<Event> published = by.notifier
                .publishAsync(Publication.of(topic, text))
                .toCompletableFuture()
                .thenApply(done -> done.event());
        return published.whenComplete((event, failure) -> {
            if (failure == null) {
                acknowledged.put(text, event);
            } else if (!isKnown(failure instanceof CompletionException ? failure.getCause() : failure)) {
                unknown.add(text);
            }
        });
    }

    private static boolean isKnown(Throwable failure) {
        return failure instanceof RefusedException
                || (failure instanceof LogUnavailableException unavailable
                        && unavailable.outcome() == Outcome.NOT_STORED);
    }

    /** Reads a little here and a little there, up to the end. */
    private void follow(DeliveryLedger ledger, Random random) {
        Clients[] ways = Clients.values();
        boolean ended = false;
        while (!ended) {
            TransportClient way = ways[random.nextInt(ways.length)].client();
            try (TransportClient.Connection connection =
                    way.follow(nodes.get(random.nextInt(2)).port, "t/*", ledger.cursor())) {
                ended = take(random.nextInt(400), connection, ledger);
            } catch (IOException cut) {
                continue; // what was received counts, and the cursor is still good
            }
        }
    }

    private static boolean take(int items, TransportClient.Connection connection, DeliveryLedger ledger)
            throws IOException {
        for (int i = 0; i <= items; i++) {
            Received next = connection.next();
            if (next == null || next instanceof Received.Refused) {
                return false;
            }
            ledger.received(next);
            if (next instanceof Received.Event event && event.data().equals('"' + END + '"')) {
                return true;
            }
        }
        return false;
    }

    /** Ends the publishing, lets each client come to the end, and says what the ledgers are to have: all that was acknowledged. */
    void end() throws Exception {
        over = true;
        for (CompletableFuture<Void> publisher : publishers) {
            publisher.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        // With this answer the other node has told what it knows to be lost.
        publish("t/0", "last but one", nodes.get(1)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        publish("t/0", END, nodes.get(0)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (CompletableFuture<Void> client : clients) {
            client.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        ledgers.forEach(ledger -> acknowledged.values().forEach(ledger::published));
    }

    List<DeliveryLedger> ledgers() {
        return ledgers;
    }

    Map<String, Event> acknowledged() {
        return acknowledged;
    }

    /** What nobody knows of whether it was stored. */
    Queue<String> unknown() {
        return unknown;
    }

    /** The numbers of a publisher in the order of these events. */
    static List<Integer> numbers(int publisher, List<Event> events) {
        String own = publisher + "-";
        return events.stream()
                .map(Traffic::text)
                .filter(text -> text.startsWith(own))
                .map(text -> Integer.parseInt(text.substring(own.length())))
                .toList();
    }

    static String text(Event event) {
        return event.data().toString().replace("\"", "");
    }

    /** All that a node has. */
    static List<Event> stored(Node node) {
        List<Event> all = new ArrayList<>();
        List<TopicFilter> filters = List.of(TopicFilter.of("t/*"));
        Batch batch = node.log.copy().readNow(filters, From.earliest(), 1_000);
        while (!batch.isEmpty()) {
            all.addAll(batch.events());
            batch = node.log.copy().readNow(filters, new From.After(batch.position()), 1_000);
        }
        return all;
    }

    static int publisherCount() {
        return PUBLISHERS;
    }
}
