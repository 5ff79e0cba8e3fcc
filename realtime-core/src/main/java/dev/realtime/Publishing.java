package dev.realtime;

import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Appended;
import dev.realtime.log.Draft;
import dev.realtime.log.InMemoryEventLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The way of an event into the log: made JSON, held to its bound, and told of. Safe for use by several threads. */
final class Publishing {
    private final InMemoryEventLog log;
    private final @Nullable LogCalls calls;
    private final PayloadCodec codec;
    private final int maxPayloadBytes;
    private final Telling telling;
    private final Closing closing;

    /** @param calls where the log is shared: then {@code log} is the copy of it, to which nothing is appended here */
    Publishing(
            InMemoryEventLog log,
            @Nullable LogCalls calls,
            PayloadCodec codec,
            int maxPayloadBytes,
            Telling telling,
            Closing closing) {
        this.log = log;
        this.calls = calls;
        this.codec = codec;
        this.maxPayloadBytes = maxPayloadBytes;
        this.telling = telling;
        this.closing = closing;
    }

    Event publish(String topic, @Nullable Object payload) {
        closing.requireOpen();
        if (topic.startsWith("$")) {
            throw reserved(topic);
        }
        Json data = encode(null, payload);
        Event event = calls == null
                ? log.appendNow(topic, Event.DEFAULT_TYPE, data)
                : calls.append(new Draft(new Topic(topic), Event.DEFAULT_TYPE, data, null))
                        .event();
        telling.published(new Appended(event, false));
        return event;
    }

    /** @param client who publishes, null for code in this JVM */
    Appended publishBy(@Nullable Client client, Publication publication) {
        Draft draft = draft(client, publication);
        Appended appended = calls == null ? log.appendNow(draft) : calls.append(draft);
        telling.published(appended);
        return appended;
    }

    private Draft draft(@Nullable Client client, Publication publication) {
        closing.requireOpen();
        if (publication.topic().isReserved()) {
            throw reserved(publication.topic().name());
        }
        return publication.draft(encode(client, publication.data()));
    }

    CompletionStage<Appended> publishAsync(@Nullable Client client, Publication publication) {
        try {
            return calls == null
                    ? CompletableFuture.completedStage(publishBy(client, publication))
                    : publishAsync(client, calls.appendAsync(draft(client, publication)));
        } catch (RuntimeException | Error e) { // the codec is the application's
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Appended> publishAsync(@Nullable Client client, CompletionStage<Appended> appending) {
        return appending.handle((appended, failure) -> {
            if (failure != null) {
                throw client == null ? new CompletionException(LogCalls.cause(failure)) : LogCalls.refusal(failure);
            }
            telling.published(appended);
            return appended;
        });
    }

    private Json encode(@Nullable Client client, @Nullable Object payload) {
        Json data = payload instanceof Json json ? json : codec.encode(payload);
        if (data.length() > maxPayloadBytes) {
            throw telling.overLimit(
                    client,
                    RefusedException.Code.TOO_LARGE,
                    "maxPayloadBytes",
                    "payload must have at most " + maxPayloadBytes + " bytes: " + data.length());
        }
        return data;
    }

    private static IllegalArgumentException reserved(String topic) {
        return new IllegalArgumentException("topic must not begin with '$', which is reserved: " + topic);
    }
}
