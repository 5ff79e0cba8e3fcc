package dev.realtime.stomp;

import dev.realtime.CloseReason;
import dev.realtime.Subscription;
import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.log.Batch;
import dev.realtime.log.Gap;
import dev.realtime.wire.BatchJson;
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
    private static final int READ = 16;
    private static final long READ_BYTES = 8 << 10;

    private final Key key;
    private final String destination;
    private final StompVersion version;
    private final StompMessages messages;
    private final String before; // the command and the subscription, of every MESSAGE
    private final Subscription reader;
    private final AckWindow window;

    private @Nullable Gap gap;
    private Iterator<Event> events = List.<Event>of().iterator();
    private @Nullable Cursor last;
    private volatile boolean mayHaveMore = true; // to be read now; else it has to be armed, which looks by itself
    private volatile boolean armed;

    /**
     * What a client calls a subscription.
     *
     * @param id the {@code id} header; where 1.0 gave none the destination
     * @param given whether there was an {@code id} header, so that messages carry it (1.0, "SUBSCRIBE")
     * @param serial its number in the session, in the {@code ack} headers of its messages
     */
    record Key(String id, boolean given, long serial) {}

    StompSubscription(
            Key key,
            String destination,
            StompVersion version,
            StompMessages messages,
            Subscription reader,
            AckWindow window) {
        this.key = key;
        this.destination = destination;
        this.version = version;
        this.messages = messages;
        this.before = "MESSAGE\n"
                + (key.given() ? StompEncoder.headers(Map.of("subscription", key.id()), version.escapes()) : "");
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
        if (gap == null && !events.hasNext() && mayHaveMore) {
            Batch batch = reader.next(READ, READ_BYTES);
            mayHaveMore = batch.events().size() == READ || reader.isReplaying();
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

    boolean isReplaying() {
        return window.room() > 0 && reader.isReplaying();
    }

    /** Runs {@code wake} when there is a next MESSAGE; not while the window is full, for then an ACK comes first. */
    void arm(Runnable wake) {
        if (window.room() > 0 && !armed) {
            armed = true;
            reader.onAvailable(() -> {
                armed = false;
                mayHaveMore = true;
                wake.run();
            });
        }
    }

    /** Whether a message with this id was sent, as far as can be told of a place in the log. */
    boolean hasSent(Cursor id) {
        return last != null
                && last.epoch() == id.epoch()
                && (id.generation() < last.generation() // what has been lost since was sent, too
                        || (id.generation() == last.generation() && id.sequence() <= last.sequence()));
    }

    @Nullable
    CloseReason closed() {
        return reader.closed();
    }

    void close(CloseReason reason) {
        reader.close(reason);
    }

    private String message(Event event) {
        StompMessages.Parts parts = messages.parts(event, version);
        return before + parts.names() + ack(event.id(), event.topic()) + parts.content();
    }

    private String message(Gap told) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("message-id", told.resumed().token());
        names.put("destination", destination);
        Map<String, String> content = new LinkedHashMap<>();
        content.put("content-type", "application/json");
        content.put("gap", told.reason().name().toLowerCase(Locale.ROOT));
        return before
                + StompEncoder.headers(names, version.escapes())
                + ack(told.resumed(), null)
                + StompEncoder.headers(content, version.escapes())
                + StompEncoder.body(BatchJson.gap(told));
    }

    /** The header that an ACK will name; before 1.2, it names the message-id. */
    private String ack(Cursor id, @Nullable Topic topic) {
        last = id;
        if (window.mode() == AckMode.AUTO) {
            return "";
        }
        long number = window.sent(id, topic);
        return version == StompVersion.V1_2 ? "ack:" + key.serial() + "-" + number + "\n" : "";
    }
}
