package dev.realtime.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.realtime.log.Batch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One thing that a client has received, in words that every transport shares. */
public sealed interface Received {
    /** An event: its id, its type, and its data as JSON. */
    record Event(String id, String type, String data) implements Received {
        /** How this event should arrive. */
        public static Event of(dev.realtime.event.Event event) {
            return new Event(event.id().token(), event.type(), event.data().toString());
        }
    }

    /**
     * Events that should have come next are not there any more.
     *
     * @param reason {@code evicted}, {@code epoch} or {@code rollback}
     * @param from null where the client's cursor was not of this log
     */
    record Gap(String reason, @Nullable String from, String resumed) implements Received {
        /** A gap as the library writes it in JSON. */
        public static Gap parse(String json) {
            return of(Received.read(json));
        }

        /** How this gap should arrive. */
        public static Gap of(dev.realtime.log.Gap gap) {
            String from = gap.from() == null ? null : gap.from().token();
            return new Gap(
                    gap.reason().name().toLowerCase(Locale.ROOT),
                    from,
                    gap.resumed().token());
        }

        private static Gap of(JsonNode gap) {
            JsonNode from = gap.get("from");
            return new Gap(
                    gap.get("reason").asText(),
                    from == null ? null : from.asText(),
                    gap.get("resumed").asText());
        }
    }

    /** A cursor alone: where the client is now, such as of a heartbeat or of a batch. */
    record Place(String cursor) implements Received {}

    /** The server does not serve this request: an HTTP status or the transport's own code, and what it says. */
    record Refused(String code, String text) implements Received {}

    /** What a batch brings: its gap, its events, and its place. */
    static List<Received> of(Batch batch) {
        List<Received> all = new ArrayList<>();
        if (batch.gap() != null) {
            all.add(Gap.of(batch.gap()));
        }
        batch.events().forEach(event -> all.add(Event.of(event)));
        all.add(new Place(batch.cursor().token()));
        return all;
    }

    /** What a batch brings that is written as polling and WebSocket have it: {@code {"cursor":…,"events":[…],"gap":…}}. */
    static List<Received> ofBatch(String json) {
        JsonNode batch = read(json);
        List<Received> all = new ArrayList<>();
        if (batch.has("gap")) {
            all.add(Gap.of(batch.get("gap")));
        }
        for (JsonNode event : batch.get("events")) {
            all.add(new Event(event.get("id").asText(), event.get("type").asText(), write(event.get("data"))));
        }
        all.add(new Place(batch.get("cursor").asText()));
        return all;
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    private static String write(JsonNode value) {
        try {
            return new String(
                    new ObjectMapper().writeValueAsBytes(value), StandardCharsets.UTF_8); // as it was published
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
