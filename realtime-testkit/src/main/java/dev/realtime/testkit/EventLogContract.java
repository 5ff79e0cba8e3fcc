package dev.realtime.testkit;

import static dev.realtime.testkit.LogProbe.await;
import static dev.realtime.testkit.LogProbe.data;
import static dev.realtime.testkit.LogProbe.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.Draft;
import dev.realtime.log.EventLog;
import dev.realtime.log.From;
import dev.realtime.log.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What any {@link EventLog} owes, as tests: extend this class and say how to open one.
 *
 * <p>Retention and gaps are in {@link RetentionContract}, what only concurrent use shows in {@link ConcurrentEventLogContract};
 * this class extends both.
 */
@Timeout(60)
public abstract class EventLogContract extends RetentionContract {
    private final List<EventLog> opened = new ArrayList<>();
    private final ManualTime time = new ManualTime();

    /** For those who extend it. */
    protected EventLogContract() {}

    /**
     * Opens a new and empty log; it is closed after the test.
     *
     * @param retention that of every topic
     * @param time where the log should take its ages and its wall clock from, if it can; see {@link #pass}
     */
    protected abstract EventLog open(Retention retention, ManualTime time);

    /** Lets so much time pass for the logs of this test; a log with a clock of its own overrides it. */
    @Override
    protected void pass(Duration age) {
        time.advance(age);
    }

    @Override
    LogProbe openLog(Retention retention) {
        EventLog log = open(retention, time);
        opened.add(log);
        return new LogProbe(log);
    }

    @AfterEach
    void closeLogs() {
        opened.forEach(EventLog::close);
    }

    // ---- one order ----

    @Test
    void events_are_numbered_from_1_without_holes_over_all_topics() {
        LogProbe log = openLog(Retention.DEFAULT);
        assertThat(log.log().head().sequence()).isZero();
        List<Event> appended = Stream.of("a", "b", "a", "c/d", "b")
                .map(topic -> log.append(topic, topic))
                .toList();
        assertThat(appended).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(log.read(From.earliest(), 100, "**").events()).isEqualTo(appended);
    }

    @Test
    void an_event_is_kept_as_it_was_given() {
        LogProbe log = openLog(Retention.DEFAULT);
        String spelled = "{\"a\":1.50,\"b\":\"P\u0159\u00edli\u0161 \uD83D\uDCE6 \\u2028\"}";
        await(log.log().append(new Draft(new Topic("a/b"), "shipped", Json.parse(spelled), null)));
        Event event = log.read(From.earliest(), 1, "a/b").events().get(0);
        assertThat(event.topic().name()).isEqualTo("a/b");
        assertThat(event.type()).isEqualTo("shipped");
        assertThat(event.data()).hasToString(spelled);
    }

    @Test
    void a_returned_append_is_read_by_anyone() {
        LogProbe log = openLog(Retention.DEFAULT);
        for (int i = 1; i <= 20; i++) {
            Event event = log.append("a", i);
            assertThat(log.log().head().sequence()).isGreaterThanOrEqualTo(event.sequence());
            assertThat(log.read(From.last(1), 1, "a").events()).containsExactly(event);
        }
    }

    @Test
    void jumps_of_the_wall_clock_change_times_and_nothing_else() {
        LogProbe log = openLog(Retention.DEFAULT);
        for (String then : List.of("2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z", "1999-01-01T00:00:00Z")) {
            time.jumpTo(Instant.parse(then));
            log.append("a", then);
        }
        Batch batch = log.read(From.earliest(), 10, "a");
        assertThat(batch.events()).extracting(Event::sequence).containsExactly(1L, 2L, 3L);
        assertThat(batch.gap()).isNull();
    }

    // ---- reading ----

    @Test
    void a_cursor_carries_on_after_each_event_once_in_order() {
        LogProbe log = openLog(Retention.DEFAULT);
        List<Event> all = IntStream.range(0, 10)
                .mapToObj(i -> log.append("a/" + i % 3, i))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            Batch rest = log.readAfter(all.get(i).id(), "a/*");
            assertThat(rest.gap()).isNull();
            assertThat(rest.events()).isEqualTo(all.subList(i + 1, all.size()));
        }
    }

    @Test
    void a_read_has_at_most_its_limit_and_the_next_goes_on_there() {
        LogProbe log = openLog(Retention.DEFAULT);
        List<Received> expected = IntStream.range(0, 10)
                .mapToObj(i -> Received.Event.of(log.append("a/" + i % 3, i)))
                .map(Received.class::cast)
                .toList();
        for (int limit = 1; limit <= 11; limit++) {
            assertThat(log.read(From.earliest(), limit, "**").events()).hasSizeLessThanOrEqualTo(limit);
            assertThat(log.readAll(From.earliest(), limit, "**"))
                    .filteredOn(item -> !(item instanceof Received.Place))
                    .isEqualTo(expected);
        }
    }

    @Test
    void a_batch_ends_at_its_last_event_and_an_empty_one_where_the_log_was_read_to() {
        LogProbe log = openLog(Retention.DEFAULT);
        Event first = log.append("a", 1);
        log.append("a", 2);
        assertThat(log.read(From.earliest(), 1, "a").cursor()).isEqualTo(first.id());
        assertThat(log.read(From.earliest(), 1, "elsewhere").cursor())
                .isEqualTo(log.log().head());
    }

    @Test
    void filters_that_overlap_bring_an_event_once() {
        LogProbe log = openLog(Retention.DEFAULT);
        log.append("a/b", 1);
        log.append("a/c", 2);
        assertThat(log.retained("a/b", "a/*", "**", "a/b")).containsExactly("1", "2");
    }

    @Test
    void wildcards_select_segments_and_never_what_is_reserved() {
        LogProbe log = openLog(Retention.DEFAULT);
        for (String topic : List.of("a", "a/b", "a/b/c", "b/b", "$x/b")) {
            log.append(topic, topic);
        }
        assertThat(log.retained("a")).containsExactly("\"a\"");
        assertThat(log.retained("*")).containsExactly("\"a\"");
        assertThat(log.retained("*/b")).containsExactly("\"a/b\"", "\"b/b\"");
        assertThat(log.retained("a/**")).containsExactly("\"a/b\"", "\"a/b/c\"");
        assertThat(log.retained("**")).containsExactly("\"a\"", "\"a/b\"", "\"a/b/c\"", "\"b/b\"");
        assertThat(log.retained("$x/*")).containsExactly("\"$x/b\"");
    }

    @Test
    void latest_is_what_comes_from_now_on() {
        LogProbe log = openLog(Retention.DEFAULT);
        log.append("a", "before");
        Batch now = log.read(From.latest(), 10, "a");
        assertThat(now.isEmpty()).isTrue();
        log.append("a", "after");
        assertThat(data(log.readAfter(now.cursor(), "a").events())).containsExactly("\"after\"");
    }

    @Test
    void the_last_n_are_merged_over_all_topics() {
        LogProbe log = openLog(Retention.DEFAULT);
        for (int i = 1; i <= 6; i++) {
            log.append("a/" + i % 2, i);
            log.append("elsewhere", i);
        }
        assertThat(data(log.read(From.last(3), 10, "a/0", "a/1").events())).containsExactly("4", "5", "6");
        assertThat(data(log.read(From.last(100), 10, "a/0").events())).containsExactly("2", "4", "6");
        assertThat(log.read(From.last(0), 10, "a/*").events()).isEmpty();
    }

    // ---- idempotency ----

    @Test
    void a_repeated_key_appends_nothing_and_answers_with_the_first() {
        LogProbe log = openLog(Retention.DEFAULT);
        Appended first = log.append("a", 1, "key");
        Appended again = log.append("a", 2, "key");
        Appended elsewhere = log.append("b", 3, "key");
        assertThat(first.repeated()).isFalse();
        assertThat(again.repeated()).isTrue();
        assertThat(again.event()).isEqualTo(first.event());
        assertThat(again.event().data()).hasToString("1");
        assertThat(elsewhere.repeated()).as("of another topic").isFalse();
        assertThat(log.retained("**")).containsExactly("1", "3");
    }

    // ---- following, and the end ----

    @Test
    void followers_are_told_of_each_event_from_now_on_until_they_leave() throws Exception {
        LogProbe log = openLog(Retention.DEFAULT);
        log.append("a", "before");
        List<Event> appended = new ArrayList<>();
        try (Tail one = Tail.of(log.log())) {
            Tail other = Tail.of(log.log());
            try (other) {
                appended.add(log.append("a", 1));
                appended.add(log.append("b", 2));
                other.await(appended.get(1));
            }
            appended.add(log.append("a", 3));
            one.await(appended.get(2));
            assertThat(other.events()).isEqualTo(appended.subList(0, 2));
            assertThat(one.events()).isEqualTo(appended);
            assertThat(one.early()).as("told before the head was there").isEmpty();
        }
    }

    @Test
    void what_depends_on_an_append_may_use_the_log() {
        LogProbe log = openLog(Retention.DEFAULT);
        List<Batch> seen = new CopyOnWriteArrayList<>();
        await(log.log().append(draft("a", 1, null)).thenAccept(appended -> {
            // On another thread: a lock that this one holds would be in its way.
            seen.add(CompletableFuture.supplyAsync(() -> {
                        log.append("a", 2);
                        return log.read(From.earliest(), 10, "**");
                    })
                    .join());
        }));
        assertThat(data(seen.get(0).events())).containsExactly("1", "2");
    }

    @Test
    void a_closed_log_takes_no_appends() {
        LogProbe log = openLog(Retention.DEFAULT);
        log.log().close();
        log.log().close();
        CompletableFuture<Appended> late = log.log().append(draft("a", 1, null)).toCompletableFuture();
        assertThat(late).failsWithin(Duration.ofSeconds(20));
    }
}
