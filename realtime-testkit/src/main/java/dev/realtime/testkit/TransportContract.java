package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Notifier;
import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.EventLog;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.log.Retention;
import dev.realtime.testkit.TransportClient.Connection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What any transport owes its clients, as tests: extend this class and say how to start a server and how a client connects.
 *
 * <p>The server is started once for all tests of a class; each test has a topic of its own. Clients come through a
 * {@link FaultProxy}.
 */
public abstract class TransportContract extends TransportRig {
    private static final int TORN_EVENTS = 3;
    private static final int WHILE_IT_CONNECTS = 5_000;

    /** For those who extend it. */
    protected TransportContract() {}

    /**
     * Opens the log that is served, which is closed afterwards; default one in memory.
     *
     * @param retention what topics keep, by filter: the first that selects a topic holds
     * @param clock where the times of events come from, unless the log has a clock of its own
     */
    @Override
    protected EventLog open(Map<String, Retention> retention, InstantSource clock) {
        InMemoryEventLogBuilder log = InMemoryEventLog.builder().clock(clock);
        retention.forEach(log::retention);
        return log.build();
    }

    /**
     * Starts a server on {@code 127.0.0.1} that serves this notifier by the transport.
     *
     * @return its port
     */
    @Override
    protected abstract int start(Notifier notifier) throws Exception;

    /** Stops the server; the notifier is closed already. */
    @Override
    protected abstract void stop() throws Exception;

    /** How a client connects. */
    @Override
    protected abstract TransportClient client();

    /** What a request with a malformed cursor is refused with; default status 400. */
    protected String malformed() {
        return "400";
    }

    /** What a request for a topic that access refuses is refused with; default status 403. */
    protected String forbidden() {
        return "403";
    }

    // ---- order and cursors ----

    @Test
    void events_come_in_the_order_of_publishing_as_they_were_published() throws IOException {
        DeliveryLedger ledger = ledger();
        List<Event> published = new ArrayList<>();
        for (Object data : List.of(
                1, "P\u0159\u00edli\u0161 \uD83D\uDCE6 \u2028", "two\nlines\r\n\n", "", "\"\\ \u0000", List.of())) {
            published.add(publish(topic("a"), "message", data, ledger));
            published.add(publish(topic("b"), "shipped", data, ledger));
        }
        receiveUntil(last(published), topic("*"), ledger);
        ledger.assertExact();
    }

    @Test
    void a_cursor_carries_on_after_each_event_once_in_order() throws IOException {
        String before = head();
        List<Event> published = publish(10, topic("a"));
        for (int i = -1; i < published.size() - 1; i++) {
            DeliveryLedger ledger =
                    ledger(i < 0 ? before : published.get(i).id().token());
            published.subList(i + 1, published.size()).forEach(ledger::published);
            receiveUntil(last(published), topic("a"), ledger);
            ledger.assertExact();
        }
    }

    @Test
    void what_is_more_than_one_answer_holds_comes_whole() throws IOException {
        DeliveryLedger ledger = ledger();
        List<Event> published = publish(3_000, topic("a"), ledger);
        receiveUntil(last(published), topic("a"), ledger);
        ledger.assertExact();
    }

    @Test
    void everything_after_the_place_that_a_client_begins_at_arrives() throws Exception {
        List<DeliveryLedger> ledgers =
                IntStream.range(0, 10).mapToObj(i -> ledger(null)).toList();
        try (Publishers publishers = new Publishers(notifier(), topic("a"), ledgers)) {
            for (DeliveryLedger ledger : ledgers) {
                publishers.goAhead(WHILE_IT_CONNECTS);
                try (Connection connection = connect(topic("a"), null)) {
                    takeSome(1, connection, publishers, ledger);
                    assertThat(ledger.cursor()).as("the place it begins at").isNotNull();
                    publishers.catchUp();
                    takeSome(20, connection, publishers, ledger);
                }
                while (ledger.news().size() < 20) {
                    hop(20, topic("a"), publishers, ledger);
                }
            }
        }
        ledgers.forEach(DeliveryLedger::assertExactSoFar);
    }

    @Test
    void between_a_replay_and_what_is_published_meanwhile_nothing_is_lost() throws Exception {
        DeliveryLedger ledger = ledger();
        try (Publishers publishers = new Publishers(notifier(), topic("a"), List.of(ledger))) {
            for (int hop = 1; ledger.news().size() < 2_000; hop++) {
                hop(1 + hop * 37 % 60, topic("a"), publishers, ledger);
            }
        }
        ledger.assertExactSoFar();
    }

    @Test
    void jumps_of_the_wall_clock_change_nothing_but_times() throws IOException {
        DeliveryLedger ledger = ledger();
        Event last = publish(topic("a"), "message", 0, ledger);
        boolean isTheirs = last.time().equals(wallClock().instant());
        for (String then : List.of("2036-01-01T00:00:00Z", "1999-01-01T00:00:00Z", "2026-11-20T09:15:03Z")) {
            wallClock().jumpTo(Instant.parse(then));
            last = publish(topic("a"), "message", then, ledger);
            receiveUntil(last, topic("a"), ledger);
        }
        ledger.assertExact();
        assertThat(ledger.news()).as("no gap among them").hasOnlyElementsOfType(Received.Event.class);
        assertThat(last.time().equals(wallClock().instant()))
                .as("the clock is the events', or the log has its own")
                .isEqualTo(isTheirs);
    }

    // ---- gaps ----

    @Test
    void a_gap_comes_before_the_events_that_follow_it() throws IOException {
        Event seen = publish(1, few("a")).get(0);
        DeliveryLedger ledger = ledger(seen.id().token());
        List<Event> published = publish(2 * FEW, few("a"));
        published.forEach(ledger::published);
        receiveUntil(last(published), few("a"), ledger);

        List<Received> expected = new ArrayList<>();
        expected.add(new Received.Gap("evicted", seen.id().token(), seen.id().token()));
        published.subList(FEW, 2 * FEW).forEach(event -> expected.add(Received.Event.of(event)));
        assertThat(ledger.news()).isEqualTo(expected);
        ledger.assertExact();
    }

    @Test
    void a_loss_that_this_client_has_no_part_in_is_no_gap() throws IOException {
        DeliveryLedger ledger = ledger();
        publish(2 * FEW, few("busy"));
        Event quiet = publish(few("quiet"), "message", 1, ledger);
        receiveUntil(quiet, few("quiet"), ledger);
        assertThat(ledger.news()).containsExactly(Received.Event.of(quiet));
    }

    @Test
    void a_cursor_that_this_log_never_gave_out_is_a_gap_and_all_that_is_retained() throws IOException {
        List<Event> published = publish(2 * FEW, few("a"));
        Cursor head = notifier().head();
        Cursor future = head.at(head.sequence() + 1_000_000);
        String another = InMemoryEventLog.create().head().token();
        for (String foreign : List.of(future.token(), another, "0-0", "not-of-this-library", "~")) {
            DeliveryLedger ledger = new DeliveryLedger(null, notifier()::head);
            try (Connection connection = connect(few("a"), foreign)) {
                takeUntil(last(published), connection, ledger);
            }
            List<Received> expected = new ArrayList<>();
            Cursor resumed = head.at(published.get(FEW).sequence() - 1);
            expected.add(new Received.Gap("epoch", null, resumed.token()));
            published.subList(FEW, 2 * FEW).forEach(event -> expected.add(Received.Event.of(event)));
            assertThat(ledger.news()).as("after %s", foreign).isEqualTo(expected);
        }
    }

    // ---- refusals ----

    @Test
    void a_malformed_cursor_is_refused_and_not_repeated() throws IOException {
        publish(1, topic("a"));
        for (String malformed : List.of("never given out", "a,b,c,d", "\u00e9\u00e9\u00e9", "x".repeat(97))) {
            Received.Refused refused = refusal(topic("a"), malformed);
            assertThat(refused.code()).as(malformed).isEqualTo(malformed());
            assertThat(refused.text()).doesNotContain(malformed);
        }
    }

    @Test
    void a_topic_that_access_refuses_is_refused_alike_whether_or_not_it_exists() throws IOException {
        publish(1, SECRET + "known");
        Received.Refused known = refusal(SECRET + "known", null);
        Received.Refused unknown = refusal(SECRET + "unknown", null);
        assertThat(known.code()).isEqualTo(forbidden());
        assertThat(unknown.code()).isEqualTo(forbidden());
        assertThat(unknown.text().replace("unknown", "known")).isEqualTo(known.text());
        assertThat(refusal("*/**", null).code()).as("by a wildcard").isEqualTo(forbidden());
    }

    // ---- faults of the network ----

    @Test
    void an_answer_torn_at_any_byte_loses_and_repeats_nothing() throws Exception {
        String cursor = head();
        List<Event> published = new ArrayList<>();
        for (int i = 0; i < TORN_EVENTS; i++) {
            published.add(publish(topic("a"), i == 1 ? "shipped" : "message", i + " \u0159 \uD83D\uDCE6 \n"));
        }
        long bytes = bytesOfAnswer(topic("a"), cursor, published);
        assertThat(bytes).isGreaterThan(100);
        for (long cut = 0; cut <= bytes; cut += bytesBetweenCuts()) {
            DeliveryLedger ledger = ledger(cursor);
            published.forEach(ledger::published);
            proxy().cut(); // what is left of the connection before would count
            Future<Void> torn = proxy().cutUntilMendedAfter(cut);
            receiveOnceUntil(last(published), topic("a"), ledger);
            if (!ledger.endsWith(last(published))) {
                torn.get(20, TimeUnit.SECONDS); // or it has ended by itself
            }
            proxy().mend();
            receiveUntil(last(published), topic("a"), ledger);
            assertExact(ledger, "torn after " + cut + " of " + bytes + " bytes");
        }
    }

    /** After how many bytes more an answer is torn the next time: at each one, unless it is the log that is in question, which knows of no bytes. */
    protected int bytesBetweenCuts() {
        return 1;
    }

    private long bytesOfAnswer(String topic, String cursor, List<Event> published) throws IOException {
        DeliveryLedger ledger = ledger(cursor);
        long before = proxy().bytesToClients();
        receiveOnceUntil(last(published), topic, ledger);
        assertThat(ledger.news()).as("the whole answer").hasSize(published.size());
        return proxy().bytesToClients() - before;
    }

    @Test
    void an_answer_that_arrives_byte_by_byte_is_whole() throws IOException {
        proxy().oneByteAtATime();
        receiveBeforeAndAfterConnecting();
    }

    @Test
    void an_answer_that_is_late_is_whole() throws IOException {
        proxy().delay(Duration.ofMillis(20));
        receiveBeforeAndAfterConnecting();
    }

    private void receiveBeforeAndAfterConnecting() throws IOException {
        DeliveryLedger ledger = ledger();
        List<Event> before = publish(10, topic("a"), ledger);
        try (Connection connection = connect(topic("a"), ledger.cursor())) {
            takeUntil(last(before), connection, ledger);
            List<Event> after = publish(10, topic("a"), ledger);
            takeUntil(last(after), connection, ledger);
            receiveUntil(last(after), topic("a"), ledger);
        }
        ledger.assertExact();
    }

    @Test
    void connections_that_are_reset_lose_and_repeat_nothing() throws IOException {
        DeliveryLedger ledger = ledger();
        for (int round = 0; round < 20; round++) {
            List<Event> before = publish(10, topic("a"), ledger);
            try (Connection connection = connect(topic("a"), ledger.cursor())) {
                takeUntil(before.get(round % 10), connection, ledger);
                publish(10, topic("a"), ledger);
                proxy().reset();
                takeUntil(null, connection, ledger);
            }
        }
        receiveUntil(publish(topic("a"), "message", "the last", ledger), topic("a"), ledger);
        ledger.assertExact();
    }

    @Test
    void a_client_that_says_no_more_loses_and_repeats_nothing() throws IOException {
        DeliveryLedger ledger = ledger();
        List<Event> before = publish(10, topic("a"), ledger);
        try (Connection connection = connect(topic("a"), ledger.cursor())) {
            takeUntil(before.get(4), connection, ledger);
            proxy().halfClose();
            takeUntil(last(publish(10, topic("a"), ledger)), connection, ledger);
        }
        receiveUntil(publish(topic("a"), "message", "the last", ledger), topic("a"), ledger);
        ledger.assertExact();
    }

    @Test
    void a_client_that_stops_reading_costs_no_memory_and_is_told_what_it_missed() throws IOException {
        DeliveryLedger ledger = ledger();
        Event first = publish(some("a"), "message", "first", ledger);
        try (Connection connection = connect(some("a"), ledger.cursor())) {
            takeUntil(first, connection, ledger);
            proxy().pause();
            // More than the sockets on the way can hold.
            String payload = "x".repeat(8 << 10);
            Event last = first;
            for (int i = 0; i < 20 * SOME; i++) {
                last = publish(some("a"), "message", payload + i, ledger);
            }
            proxy().resume();
            takeUntil(last, connection, ledger);
            receiveUntil(last, some("a"), ledger);
        }
        assertThat(ledger.news()).anyMatch(item -> item instanceof Received.Gap);
        ledger.assertExact();
    }

    private Received.Refused refusal(String topic, @Nullable String cursor) throws IOException {
        try (Connection connection = connect(topic, cursor)) {
            Received first = connection.next();
            if (first instanceof Received.Refused refused) {
                return refused;
            }
            throw new AssertionError("served, with cursor " + cursor + ": " + first);
        }
    }
}
