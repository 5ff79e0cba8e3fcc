package dev.realtime;

import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.log.Appended;
import dev.realtime.log.InMemoryEventLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The way of an event into the log: made JSON, held to its bound, and told of. Safe for use by several threads. */
final class Publishing {
    private final InMemoryEventLog log;
    private final PayloadCodec codec;
    private final int maxPayloadBytes;
    private final Telling telling;
    private final Closing closing;

    Publishing(InMemoryEventLog log, PayloadCodec codec, int maxPayloadBytes, Telling telling, Closing closing) {
        this.log = log;
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
        Event event = log.appendNow(topic, Event.DEFAULT_TYPE, encode(null, payload));
        telling.published(new Appended(event, false));
        return event;
    }

    /** @param client who publishes, null for code in this JVM */
    Appended publishBy(@Nullable Client client, Publication publication) {
        closing.requireOpen();
        if (publication.topic().isReserved()) {
            throw reserved(publication.topic().name());
        }
        Appended appended = log.appendNow(publication.draft(encode(client, publication.data())));
        telling.published(appended);
        return appended;
    }

    CompletionStage<Appended> publishAsync(@Nullable Client client, Publication publication) {
        try {
            return CompletableFuture.completedStage(publishBy(client, publication));
        } catch (RuntimeException | Error e) { // the codec is the application's
            return CompletableFuture.failedStage(e);
        }
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
