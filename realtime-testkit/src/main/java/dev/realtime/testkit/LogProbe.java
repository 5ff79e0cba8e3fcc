package dev.realtime.testkit;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.Draft;
import dev.realtime.log.EventLog;
import dev.realtime.log.From;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Short words for what a contract does to a log. Safe for use by several threads. */
record LogProbe(EventLog log) {
    private static final long PATIENCE_SECONDS = 20;

    private static final int MOST_READ = 1_000;

    /** Waits for a stage; a failure of it is one of the test. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the log failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the log did not answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static Draft draft(String topic, Object data, @Nullable String key) {
        return new Draft(new Topic(topic), Event.DEFAULT_TYPE, Json.of(data), key);
    }

    Event append(String topic, Object data) {
        return await(log.append(draft(topic, data, null))).event();
    }

    Appended append(String topic, Object data, String key) {
        return await(log.append(draft(topic, data, key)));
    }

    Batch read(From from, int limit, String... filters) {
        return await(log.read(Arrays.stream(filters).map(TopicFilter::of).toList(), from, limit));
    }

    Batch readAfter(Cursor cursor, String... filters) {
        return read(From.after(cursor), 1_000, filters);
    }

    /** The data of all that is retained. */
    List<String> retained(String... filters) {
        return data(read(From.earliest(), 1_000, filters).events());
    }

    /** Reads on from a beginning, so many at a time, until an empty batch; gaps, events and places as they come. */
    List<Received> readAll(From from, int limit, String... filters) {
        List<Received> all = new ArrayList<>();
        Batch batch = read(from, limit, filters);
        while (!batch.isEmpty()) {
            all.addAll(Received.of(batch));
            if (all.size() > MOST_READ) {
                throw new AssertionError("reading comes to no end: " + all);
            }
            batch = read(new From.After(batch.position()), limit, filters);
        }
        all.addAll(Received.of(batch));
        return all;
    }

    static List<String> data(List<Event> events) {
        return events.stream().map(event -> event.data().toString()).toList();
    }
}
