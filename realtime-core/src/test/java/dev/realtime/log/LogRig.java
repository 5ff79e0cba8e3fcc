package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A log of epoch 7 under virtual time, with short words for what tests do to it. */
final class LogRig {
    static final long EPOCH = 7;

    final ManualTicker ticker = new ManualTicker();
    final InMemoryEventLog log;

    LogRig(UnaryOperator<InMemoryEventLogBuilder> settings) {
        log = settings.apply(InMemoryEventLog.builder().ticker(ticker).epoch(EPOCH))
                .build();
    }

    static LogRig keeping(int maxEvents) {
        return new LogRig(builder -> builder.retention(Retention.DEFAULT.withMaxEvents(maxEvents)));
    }

    /** Appends one event to each of these topics. */
    void publish(String... topics) {
        for (String topic : topics) {
            publish(topic, 1);
        }
    }

    Event publish(String topic, int payloadBytes) {
        String text = payloadBytes == 1 ? "1" : '"' + "x".repeat(payloadBytes - 2) + '"';
        return append(topic, "message", text, null).event();
    }

    Appended append(String topic, String type, String data, @Nullable String key) {
        return log.append(new Draft(new Topic(topic), type, Json.parse(data), key))
                .toCompletableFuture()
                .join();
    }

    void advance(Duration time) {
        ticker.advance(time);
    }

    void passAndSweep(Duration time) {
        ticker.advance(time);
        log.sweep();
    }

    LogReader from(From from, String... filters) {
        return new LogReader(log, filters(filters), from);
    }

    /** A reader that comes with a cursor and has been told of no loss. */
    LogReader after(long sequence, String... filters) {
        return from(From.after(new Cursor(EPOCH, 0, sequence)), filters);
    }

    static List<TopicFilter> filters(String... patterns) {
        return Arrays.stream(patterns).map(TopicFilter::of).toList();
    }
}
