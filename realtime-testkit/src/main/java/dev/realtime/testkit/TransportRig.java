package dev.realtime.testkit;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.Publication;
import dev.realtime.event.Event;
import dev.realtime.log.EventLog;
import dev.realtime.log.Retention;
import dev.realtime.testkit.TransportClient.Connection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What the tests of {@link TransportContract} stand on: a server, the network before it, and topics; extend that one. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TransportRig {
    /** How many events the topics of {@link #few} keep, and those of {@link #some}. */
    static final int FEW = 3;

    static final int SOME = 100;

    /** What begins so is refused to everybody. */
    static final String SECRET = "secret/";

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final Retention ALL = Retention.DEFAULT.withMaxEvents(100_000);

    private final ManualTime wallClock = new ManualTime();
    private @Nullable EventLog log;
    private @Nullable Notifier notifier;
    private @Nullable FaultProxy proxy;
    private int test;
    private long deadline;

    TransportRig() {}

    abstract EventLog open(Map<String, Retention> retention, InstantSource clock);

    abstract int start(Notifier served) throws Exception;

    abstract void stop() throws Exception;

    abstract TransportClient client();

    @BeforeAll
    void startServer() throws Exception {
        Map<String, Retention> retention = new LinkedHashMap<>();
        retention.put("few/**", ALL.withMaxEvents(FEW));
        retention.put("some/**", ALL.withMaxEvents(SOME));
        retention.put("**", ALL);
        log = open(retention, wallClock);
        notifier = Notifier.builder()
                .log(log)
                .access(Access.rules().denySubscribe(SECRET + "**").allowSubscribe("**"))
                .build();
        proxy = FaultProxy.to(start(notifier));
    }

    @BeforeEach
    void nextTopic() {
        test++;
        deadline = System.nanoTime() + PATIENCE_NANOS;
    }

    @AfterEach
    void mendNetwork() throws IOException {
        proxy().mend();
        proxy().cut();
    }

    @AfterAll
    void stopServer() throws Exception {
        if (notifier != null) {
            notifier.close(); // first: some containers wait for open streams
        }
        if (proxy != null) {
            proxy.close();
        }
        stop();
        if (log != null) {
            log.close();
        }
    }

    Notifier notifier() {
        if (notifier == null) {
            throw new IllegalStateException("the server has not started");
        }
        return notifier;
    }

    ManualTime wallClock() {
        return wallClock;
    }

    FaultProxy proxy() {
        if (proxy == null) {
            throw new IllegalStateException("the server has not started");
        }
        return proxy;
    }

    // ---- topics and publishing ----

    /** A topic of this test's own, which keeps everything. */
    String topic(String name) {
        return "all/" + test + "/" + name;
    }

    /** One that keeps {@link #FEW} events. */
    String few(String name) {
        return "few/" + test + "/" + name;
    }

    /** One that keeps {@link #SOME} events. */
    String some(String name) {
        return "some/" + test + "/" + name;
    }

    String head() {
        return notifier().head().token();
    }

    Event publish(String topic, String type, Object data, DeliveryLedger... ledgers) {
        Event event =
                notifier().publish(Publication.of(topic, data).withType(type)).event();
        for (DeliveryLedger ledger : ledgers) {
            ledger.published(event);
        }
        return event;
    }

    List<Event> publish(int count, String topic, DeliveryLedger... ledgers) {
        return IntStream.range(0, count)
                .mapToObj(i -> publish(topic, "message", i, ledgers))
                .toList();
    }

    static Event last(List<Event> events) {
        return events.get(events.size() - 1);
    }

    // ---- following ----

    /** Of a client that begins where the log is now. */
    DeliveryLedger ledger() {
        return ledger(head());
    }

    DeliveryLedger ledger(@Nullable String from) {
        return new DeliveryLedger(from, notifier()::head);
    }

    Connection connect(String topic, @Nullable String cursor) throws IOException {
        return client().follow(proxy().port(), topic, cursor);
    }

    /** Takes what a connection brings until this event has come, or the connection has ended; with null, until it has ended. */
    void takeUntil(@Nullable Event last, Connection connection, DeliveryLedger ledger) throws IOException {
        while (last == null || !ledger.endsWith(last)) {
            Received next = next(connection, ledger);
            if (next == null) {
                return;
            }
            ledger.received(next);
        }
    }

    /** Takes so many items from a connection, or fewer where it ends. */
    void takeSome(int items, Connection connection, Publishers publishers, DeliveryLedger ledger) throws IOException {
        for (int i = 0; i < items; i++) {
            Received next = next(connection, ledger);
            if (next == null) {
                return;
            }
            publishers.taken(ledger, next);
        }
    }

    private @Nullable Received next(Connection connection, DeliveryLedger ledger) throws IOException {
        if (System.nanoTime() - deadline > 0) { // heartbeats keep a connection from timing out
            throw new AssertionError("nothing new came after " + ledger.news());
        }
        try {
            return connection.next();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing more came after " + ledger.news(), e);
        } catch (IOException cut) {
            return null;
        }
    }

    /** One connection that carries on at the ledger's cursor, for so many items. */
    void hop(int items, String topic, Publishers publishers, DeliveryLedger ledger) throws IOException {
        try (Connection connection = connect(topic, ledger.cursor())) {
            takeSome(items, connection, publishers, ledger);
        }
    }

    /** One connection, which may not even come to be. */
    void receiveOnceUntil(Event last, String topic, DeliveryLedger ledger) throws IOException {
        try (Connection connection = connect(topic, ledger.cursor())) {
            takeUntil(last, connection, ledger);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException cut) {
            // what has been received counts
        }
    }

    /** As many connections as it takes, each carrying on where the one before has ended. */
    void receiveUntil(Event last, String topic, DeliveryLedger ledger) throws IOException {
        while (!ledger.endsWith(last)) {
            receiveOnceUntil(last, topic, ledger);
        }
    }

    static void assertExact(DeliveryLedger ledger, String when) {
        try {
            ledger.assertExact();
        } catch (AssertionError e) {
            throw new AssertionError(when + ": " + e.getMessage(), e);
        }
    }
}
