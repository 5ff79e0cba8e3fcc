package dev.realtime.stomp;

import dev.realtime.CloseReason;
import dev.realtime.Subscription;
import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.log.Batch;
import dev.realtime.log.Gap;
import dev.realtime.wire.BatchJson;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a client: a reader of the log, what it read and has not sent, and the window of what was sent and
 * not acknowledged. For one thread at a time, except for {@link #closed} and {@link #close}.
 */
final class StompSubscription {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final int READ = 16;
    private static final long READ_BYTES = 64 << 10;

    private final Key key;
    private final String destination;
    private final StompVersion version;
    private final Subscription reader;
    private final AckWindow window;

    private @Nullable Gap gap;
    private Iterator<Event> events = List.<Event>of().iterator();
    private @Nullable Cursor last;

    /**
     * What a client calls a subscription.
     *
     * @param id the {@code id} header; where 1.0 gave none the destination
     * @param given whether there was an {@code id} header, so that messages carry it (1.0, "SUBSCRIBE")
     * @param serial its number in the session, in the {@code ack} headers of its messages
     */
    record Key(String id, boolean given, long serial) {}

    StompSubscription(Key key, String destination, StompVersion version, Subscription reader, AckWindow window) {
        this.key = key;
        this.destination = destination;
        this.version = version;
        this.reader = reader;
        this.window = window;
    }

    Key key() {
        return key;
    }

    AckWindow window() {
        return window;
    }

    /** The place that its reader has come to. */
    Cursor cursor() {
        return reader.cursor();
    }

    /** The next MESSAGE, or null while there is none or the window is full. */
    @Nullable
    String next() {
        if (window.room() == 0) {
            return null;
        }
        if (gap == null && !events.hasNext()) {
            Batch batch = reader.next(READ, READ_BYTES);
            gap = batch.gap();
            events = batch.events().iterator();
        }
        if (gap != null) {
            Gap told = gap;
            gap = null;
            return message(told);
        }
        return events.hasNext() ? message(events.next()) : null;
    }

    /** Runs {@code wake} when there is a next MESSAGE; not while the window is full, for then an ACK comes first. */
    void arm(Runnable wake) {
        if (window.room() > 0) {
            reader.onAvailable(wake);
        }
    }

    /** Whether a message with this id was sent, as far as can be told of a place in the log. */
    boolean hasSent(Cursor id) {
        return last != null
                && last.epoch() == id.epoch()
                && last.generation() == id.generation()
                && id.sequence() <= last.sequence();
    }

    @Nullable
    CloseReason closed() {
        return reader.closed();
    }

    void close(CloseReason reason) {
        reader.close(reason);
    }

    private String message(Event event) {
        Map<String, String> headers =
                headers(event.id(), "/topic/" + event.topic().name(), event.topic());
        headers.put("type", event.type());
        headers.put("time", TIME.format(event.time()));
        return encode(headers, event.data().toString());
    }

    private String message(Gap told) {
        Map<String, String> headers = headers(told.resumed(), destination, null);
        headers.put("gap", told.reason().name().toLowerCase(Locale.ROOT));
        return encode(headers, BatchJson.gap(told));
    }

    /** Those that every MESSAGE has (1.2, "MESSAGE"). */
    private Map<String, String> headers(Cursor id, String from, @Nullable Topic topic) {
        last = id;
        Map<String, String> headers = new LinkedHashMap<>();
        if (key.given()) {
            headers.put("subscription", key.id());
        }
        headers.put("message-id", id.token());
        headers.put("destination", from);
        if (window.mode() != AckMode.AUTO) {
            long number = window.sent(id, topic);
            if (version == StompVersion.V1_2) { // before, an ACK names the message-id
                headers.put("ack", key.serial() + "-" + number);
            }
        }
        headers.put("content-type", "application/json");
        return headers;
    }

    private String encode(Map<String, String> headers, String body) {
        return StompEncoder.encode(new StompFrame("MESSAGE", headers, body), version);
    }
}
