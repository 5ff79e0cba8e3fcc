package dev.realtime.stomp;

import dev.realtime.event.Event;
import dev.realtime.wire.FrameCache;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What the MESSAGE frames of an event have in common, written once for all sessions of a version: everything but the
 * subscription and what is to be acknowledged. Safe for use by several threads.
 */
public final class StompMessages {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final Map<StompVersion, FrameCache<Parts>> caches = new EnumMap<>(StompVersion.class);

    /**
     * A frame in two parts, between which an {@code ack} header has its place.
     *
     * @param names which message it is, and of which destination
     * @param content the other headers, the body and the NUL
     */
    record Parts(String names, String content) {
        int length() {
            return names.length() + content.length();
        }
    }

    /** With empty caches. */
    public StompMessages() {
        for (StompVersion version : StompVersion.values()) {
            caches.put(version, new FrameCache<>(event -> encode(event, version), Parts::length));
        }
    }

    Parts parts(Event event, StompVersion version) {
        return Objects.requireNonNull(caches.get(version)).frame(event);
    }

    private static Parts encode(Event event, StompVersion version) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("message-id", event.id().token());
        names.put("destination", "/topic/" + event.topic().name());
        Map<String, String> content = new LinkedHashMap<>();
        content.put("content-type", "application/json");
        content.put("type", event.type());
        content.put("time", TIME.format(event.time()));
        return new Parts(
                StompEncoder.headers(names, version.escapes()),
                StompEncoder.headers(content, version.escapes())
                        + StompEncoder.body(event.data().toString()));
    }
}
