package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ledger sees what is missing, twice, or out of place, and a gap for nothing; and nothing else. */
class DeliveryLedgerTest {
    private static final Cursor START = new Cursor(7, 0, 0);

    private static final Cursor NEXT = new Cursor(7, 1, 0);

    private long head = 5;
    private int generation;
    private final DeliveryLedger ledger = new DeliveryLedger(START.token(), () -> new Cursor(7, generation, head));

    DeliveryLedgerTest() {
        IntStream.rangeClosed(1, 5).forEach(i -> ledger.published(event(i)));
    }

    private static Event event(int sequence) {
        return event(START, sequence);
    }

    private static Event event(Cursor life, int sequence) {
        return new Event(life.at(sequence), new Topic("a"), "message", Instant.EPOCH, Json.of(sequence));
    }

    private static String at(long sequence) {
        return START.at(sequence).token();
    }

    private void receive(int... sequences) {
        IntStream.of(sequences).forEach(i -> ledger.received(Received.Event.of(event(i))));
    }

    private void gap(long from) {
        ledger.received(new Received.Gap("evicted", at(from), at(from)));
    }

    private void assertWrong(String why) {
        assertThatThrownBy(ledger::assertExact)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void all_once_and_in_order_is_exact() {
        receive(1, 2, 3);
        ledger.received(new Received.Place(at(3)));
        receive(4, 5);
        ledger.assertExact();
        assertThat(ledger.cursor()).isEqualTo(at(5));
    }

    @Test
    void what_is_missing_is_seen() {
        receive(1, 2, 4, 5);
        assertWrong("missing without a gap");
    }

    @Test
    void what_is_missing_at_the_end_is_seen_once_all_should_be_there() {
        receive(1, 2, 3);
        ledger.assertExactSoFar();
        assertWrong("not received at the end");
    }

    @Test
    void what_comes_twice_or_out_of_order_is_seen() {
        receive(1, 2, 2, 3, 4, 5);
        assertWrong("twice, or out of order");
    }

    @Test
    void what_was_never_published_is_seen() {
        receive(1, 2, 3, 4, 5, 6);
        assertWrong("never published here");
    }

    @Test
    void what_was_published_otherwise_is_seen() {
        ledger.received(new Received.Event(at(1), "message", "11"));
        assertWrong("published as");
    }

    @Test
    void a_place_ahead_of_what_was_sent_is_seen() {
        receive(1);
        ledger.received(new Received.Place(at(3)));
        receive(4, 5);
        assertWrong("missing without a gap");
    }

    @Test
    void a_place_that_goes_back_is_seen() {
        receive(1, 2, 3, 4, 5);
        ledger.received(new Received.Place(at(4)));
        assertWrong("a place that goes back");
    }

    @Test
    void a_gap_covers_what_is_missing_after_it() {
        receive(1);
        gap(1);
        gap(1); // told again to who resumes
        receive(4, 5);
        ledger.assertExact();
    }

    @Test
    void a_gap_covers_nothing_before_the_place_that_it_names() {
        receive(1);
        gap(2);
        receive(4, 5);
        assertWrong("missing without a gap");
    }

    @Test
    void a_gap_covers_nothing_that_was_published_after_it_came() {
        head = 2;
        gap(0);
        receive(3, 5);
        assertWrong("missing without a gap");
    }

    @Test
    void a_gap_that_comes_after_the_events_that_follow_it_covers_nothing() {
        receive(1, 4);
        gap(1);
        receive(5);
        assertWrong("missing without a gap");
    }

    @Test
    void a_gap_that_covers_nothing_is_seen() {
        receive(1, 2);
        gap(2);
        receive(3, 4, 5);
        assertWrong("a gap that covers nothing");
    }

    @Test
    void a_foreign_place_begins_with_what_is_retained() {
        DeliveryLedger foreign = new DeliveryLedger("of-another-log", () -> START.at(head));
        IntStream.rangeClosed(1, 5).forEach(i -> foreign.published(event(i)));
        foreign.received(new Received.Gap("epoch", null, at(3)));
        foreign.received(Received.Event.of(event(4)));
        foreign.received(Received.Event.of(event(5)));
        foreign.assertExact();
    }

    @Test
    void a_client_without_a_cursor_begins_at_its_first_place() {
        DeliveryLedger fresh = new DeliveryLedger(null, () -> START.at(head));
        IntStream.rangeClosed(1, 5).forEach(i -> fresh.published(event(i)));
        fresh.received(new Received.Place(at(4)));
        fresh.received(Received.Event.of(event(5)));
        fresh.assertExact();
    }

    @Test
    void a_refusal_is_a_failure_at_once() {
        assertThatThrownBy(() -> ledger.received(new Received.Refused("403", "no")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("403");
    }

    // ---- of a log that loses its newest events ----

    /** Two of the next generation, after 3: so 4 and 5 are lost. */
    private void rewound() {
        ledger.published(event(NEXT, 4));
        ledger.published(event(NEXT, 5));
    }

    private void receiveNext(int... sequences) {
        IntStream.of(sequences).forEach(i -> ledger.received(Received.Event.of(event(NEXT, i))));
    }

    @Test
    void what_was_received_before_it_was_lost_and_what_comes_after_is_all() {
        receive(1, 2, 3, 4);
        rewound();
        generation = 1;
        ledger.received(new Received.Gap("rollback", at(4), at(3)));
        ledger.received(new Received.Place(at(3)));
        receiveNext(4, 5);
        ledger.assertExact();
    }

    @Test
    void what_was_lost_before_it_was_received_needs_a_gap() {
        receive(1, 2, 3);
        rewound();
        generation = 1;
        receiveNext(4, 5);
        assertWrong("lost without a gap: [");
        gap(3);
        ledger.assertExact();
    }

    @Test
    void a_gap_before_an_event_that_came_before_the_loss_is_none_for_it() {
        head = 3;
        receive(1);
        gap(1);
        receive(3);
        rewound();
        generation = 1;
        head = 5;
        receiveNext(4, 5);
        assertWrong("lost without a gap: [");
    }

    @Test
    void a_loss_that_nothing_has_come_after_needs_a_gap_too() {
        receive(1, 2, 3, 4);
        head = 3;
        assertWrong("lost without a gap: [");
        ledger.received(new Received.Gap("rollback", at(4), at(3)));
        ledger.assertExact();
    }

    @Test
    void what_is_new_is_not_skipped_for_a_loss() {
        receive(1, 2, 3, 4, 5);
        rewound();
        ledger.received(new Received.Gap("rollback", at(5), at(3)));
        generation = 1;
        receiveNext(5);
        assertWrong("missing without a gap");
    }

    @Test
    void what_comes_again_after_a_loss_comes_twice() {
        receive(1, 2, 3, 4);
        rewound();
        ledger.received(new Received.Gap("rollback", at(4), at(3)));
        receive(4);
        assertWrong("twice, or out of order");
    }

    @Test
    void a_log_that_was_replaced_is_told_of_by_its_gap_alone() {
        Event other = new Event(new Cursor(8, 0, 1), new Topic("a"), "message", Instant.EPOCH, Json.of(1));
        ledger.published(other);
        receive(1, 2);
        ledger.received(new Received.Gap("epoch", null, new Cursor(8, 0, 0).token()));
        ledger.received(Received.Event.of(other));
        ledger.assertExact();
    }

    @Test
    void another_log_without_a_gap_is_seen() {
        receive(1, 2, 3, 4, 5);
        Event other = new Event(new Cursor(8, 0, 1), new Topic("a"), "message", Instant.EPOCH, Json.of(1));
        ledger.published(other);
        assertWrong("not received at the end");
        ledger.received(Received.Event.of(other));
        assertWrong("a place of another log without a gap");
    }

    @Test
    void what_nobody_knows_of_may_come_or_be_a_gap_where_that_is_allowed() {
        receive(1, 2, 3, 4, 5, 6);
        gap(6);
        assertWrong("never published here");
        ledger.assertCovered();
        receive(8, 7);
        assertThatThrownBy(ledger::assertCovered).hasMessageStartingWith("twice, or out of order");
    }

    @Test
    void what_is_lost_without_a_gap_is_seen_then_too() {
        receive(1, 2, 3);
        rewound();
        generation = 1;
        receiveNext(4, 5);
        assertThatThrownBy(ledger::assertCovered).hasMessageStartingWith("lost without a gap: [");
    }
}
