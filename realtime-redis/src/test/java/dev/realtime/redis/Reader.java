package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.EventLog;
import dev.realtime.log.From;
import dev.realtime.log.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One who reads a log, or what one node has of it, from a place on. For one thread at a time. */
final class Reader {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final List<String> told = new ArrayList<>();
    private final List<TopicFilter> filters;
    private EventLog log;
    private From from;

    private Reader(EventLog log, From from, String filter) {
        this.log = log;
        this.from = from;
        this.filters = List.of(TopicFilter.of(filter));
    }

    static Reader of(EventLog log) {
        return new Reader(log, From.earliest(), "**");
    }

    static Reader after(EventLog log, Cursor cursor) {
        return after(log, cursor, "**");
    }

    /** One who reads some topics only. */
    static Reader after(EventLog log, Cursor cursor, String filter) {
        return new Reader(log, From.after(cursor), filter);
    }

    /** Goes on at another node, with nothing but a cursor. */
    void hop(EventLog other) {
        Cursor cursor = ((From.After) from).position().cursor();
        await(((RedisEventLog) other).reach(cursor).toCompletableFuture()::isDone, "reached");
        log = other;
        from = From.after(cursor);
    }

    /** Reads what there is now: the data of each event, and {@code gap <reason>} for each gap. */
    List<String> read() {
        Batch batch = next();
        while (!batch.isEmpty()) {
            Gap gap = batch.gap();
            if (gap != null) {
                told.add("gap " + gap.reason().name().toLowerCase(Locale.ROOT));
            }
            for (Event event : batch.events()) {
                told.add(event.data().toString());
            }
            batch = next();
        }
        return told;
    }

    private Batch next() {
        Batch batch = log.read(filters, from, 1_000).toCompletableFuture().join();
        from = new From.After(batch.position());
        return batch;
    }

    /** Reads until it has been told this. */
    List<String> readTo(String last) {
        await(() -> read().contains(last), last + " among " + told);
        return told;
    }

    /** Waits for what only another process can bring about. */
    static void await(BooleanSupplier condition, String what) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begun).as(what).isLessThan(PATIENCE_NANOS);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
