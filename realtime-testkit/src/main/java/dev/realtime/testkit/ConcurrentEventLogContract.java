package dev.realtime.testkit;

import static dev.realtime.testkit.LogProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The part of {@link EventLogContract} in which several threads append at once; extend that one. */
public abstract class ConcurrentEventLogContract {
    private static final int THREADS = 4;
    private static final int EACH = 500;
    private static final int ALL = THREADS * EACH;
    private static final int BEFORE = 100;
    private static final Retention EVERYTHING = Retention.DEFAULT.withMaxEvents(2 * ALL);

    private final ExecutorService appenders = Executors.newFixedThreadPool(THREADS);

    ConcurrentEventLogContract() {}

    abstract LogProbe openLog(Retention retention);

    @AfterEach
    void stopAppenders() {
        appenders.shutdownNow();
    }

    /** Each thread appends its events, one after the other; the stage has them all, thread by thread. */
    private CompletableFuture<List<Event>> appendAll(LogProbe log, DeliveryLedger ledger) {
        IntFunction<CompletableFuture<List<Event>>> appender = thread -> CompletableFuture.supplyAsync(
                () -> IntStream.range(0, EACH)
                        .mapToObj(i -> {
                            Event event = log.append("t/" + thread, i);
                            ledger.published(event);
                            return event;
                        })
                        .toList(),
                appenders);
        List<CompletableFuture<List<Event>>> running =
                IntStream.range(0, THREADS).mapToObj(appender).toList();
        return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        running.stream().flatMap(one -> one.join().stream()).toList());
    }

    private static DeliveryLedger ledger(LogProbe log) {
        return new DeliveryLedger(log.log().head().token(), log.log()::head);
    }

    @Test
    void concurrent_appends_have_one_order_and_each_thread_keeps_its_own() {
        LogProbe log = openLog(EVERYTHING);
        List<Event> appended = await(appendAll(log, ledger(log)));
        assertThat(appended.stream().map(Event::sequence).sorted())
                .isEqualTo(IntStream.rangeClosed(1, ALL).mapToObj(Long::valueOf).toList());
        for (int thread = 0; thread < THREADS; thread++) {
            List<Event> own = appended.subList(thread * EACH, (thread + 1) * EACH);
            assertThat(own).extracting(Event::sequence).isSorted();
            assertThat(log.read(From.earliest(), ALL, "t/" + thread).events()).isEqualTo(own);
        }
    }

    @Test
    void who_sees_the_head_can_read_every_event_up_to_it() {
        LogProbe log = openLog(EVERYTHING);
        CompletableFuture<List<Event>> appending = appendAll(log, ledger(log));
        Cursor place = log.log().head();
        while (place.sequence() < ALL) {
            boolean allThere = appending.isDone();
            long head = log.log().head().sequence();
            Batch batch = log.readAfter(place, "**");
            assertThat(batch.gap()).isNull();
            for (Event event : batch.events()) {
                assertThat(event.sequence()).as("no hole").isEqualTo(place.sequence() + 1);
                place = event.id();
            }
            assertThat(batch.isEmpty() && (allThere || place.sequence() < head))
                    .as("nothing after " + place + " though the head is " + head)
                    .isFalse();
        }
        await(appending);
    }

    @Test
    void reading_while_events_come_and_go_misses_nothing_without_a_gap() {
        LogProbe log = openLog(Retention.DEFAULT.withMaxEvents(20));
        DeliveryLedger ledger = ledger(log);
        CompletableFuture<List<Event>> appending = appendAll(log, ledger);
        From from = From.after(log.log().head().at(0));
        for (boolean last = false; !last; ) {
            last = appending.isDone();
            Batch batch = log.read(from, 7, "t/*");
            Received.of(batch).forEach(ledger::received);
            assertThat(ledger.news()).as("what was read").hasSizeLessThan(3 * ALL);
            from = new From.After(batch.position());
            last &= batch.isEmpty();
        }
        await(appending);
        ledger.assertExact();
    }

    @Test
    void between_a_replay_and_the_tail_nothing_is_lost() throws InterruptedException {
        LogProbe log = openLog(EVERYTHING);
        for (int i = 1; i <= BEFORE; i++) {
            log.append("before", i);
        }
        try (Tail tail = Tail.of(log.log())) {
            CompletableFuture<List<Event>> appending = appendAll(log, ledger(log));
            // What is read after following has begun, and what is followed, meet or overlap.
            List<Event> seen = new ArrayList<>(
                    log.read(From.earliest(), BEFORE + ALL, "**").events());
            await(appending);
            tail.await(log.read(From.last(1), 1, "**").events().get(0));
            assertThat(tail.events()).extracting(Event::sequence).isEqualTo(sequences(BEFORE + 1));
            int replayed = seen.size();
            tail.events().stream().filter(event -> event.sequence() > replayed).forEach(seen::add);
            assertThat(seen).extracting(Event::sequence).isEqualTo(sequences(1));
            assertThat(tail.early()).as("told before the head was there").isEmpty();
        }
    }

    private static List<Long> sequences(long from) {
        return LongStream.rangeClosed(from, BEFORE + ALL).boxed().toList();
    }

    @Test
    void concurrent_appends_with_one_key_make_one_event() {
        LogProbe log = openLog(Retention.DEFAULT);
        for (int round = 0; round < 50; round++) {
            String key = "key-" + round;
            List<CompletableFuture<Appended>> racing = IntStream.range(0, THREADS)
                    .mapToObj(thread -> CompletableFuture.supplyAsync(() -> log.append("a", thread, key), appenders))
                    .toList();
            List<Appended> outcomes =
                    racing.stream().map(CompletableFuture::join).toList();
            assertThat(outcomes).filteredOn(outcome -> !outcome.repeated()).hasSize(1);
            assertThat(outcomes)
                    .extracting(Appended::event)
                    .containsOnly(outcomes.get(0).event());
        }
        assertThat(log.retained("a")).hasSize(50);
    }
}
