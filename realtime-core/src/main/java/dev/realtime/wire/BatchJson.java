package dev.realtime.wire;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.log.Batch;
import dev.realtime.log.Gap;
import dev.realtime.log.Position;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A batch as JSON: {@code {"cursor":…,"events":[…],"gap":…}}, the one shape of polling, long polling and WebSocket.
 *
 * <p>Safe for use by several threads.
 */
public final class BatchJson {
    private static final int TEXTS_BITS = 6;

    /** How many texts of several events are kept for those who ask next: as many as the log keeps such batches. */
    private static final int TEXTS = 1 << TEXTS_BITS;

    /** The longest of them, in characters. */
    private static final int MAX_TEXT = 128 << 10;

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final FrameCache<byte[]> events = FrameCache.ofBytes(BatchJson::encode);
    private final FrameCache<String> texts = new FrameCache<>(this::textOf, String::length);

    private final AtomicReferenceArray<@Nullable Text> joined = new AtomicReferenceArray<>(TEXTS);

    /** With empty caches. */
    public BatchJson() {}

    /** The batch's bytes. */
    public byte[] encode(Batch batch) {
        return isOneAlone(batch) ? texts.frame(batch.events().get(0)).getBytes(StandardCharsets.UTF_8) : made(batch);
    }

    /** Whether all who keep up get it: an event with its own place. */
    private static boolean isOneAlone(Batch batch) {
        List<Event> events = batch.events();
        return batch.gap() == null
                && events.size() == 1
                && batch.cursor().equals(events.get(0).id());
    }

    private byte[] made(Batch batch) {
        ByteArrayOutputStream out = start(batch.events());
        out.writeBytes(ascii("\"cursor\":\"" + batch.cursor() + "\","));
        events(batch.events(), out);
        if (batch.gap() != null) {
            out.writeBytes(ascii(",\"gap\":" + gap(batch.gap())));
        }
        out.write('}');
        return out.toByteArray();
    }

    /**
     * The batch as text. That of a single event with its own place, which all get who keep up, is made once for all of
     * them; and so is one of several events, where those ask for it who come back together.
     */
    public String text(Batch batch) {
        List<Event> events = batch.events();
        if (isOneAlone(batch)) {
            return texts.frame(events.get(0));
        }
        if (batch.gap() != null || events.isEmpty()) {
            return new String(made(batch), StandardCharsets.UTF_8);
        }
        int slot = slot(batch);
        Text present = joined.getAcquire(slot);
        if (present != null && present.isOf(batch)) {
            return present.text;
        }
        String text = new String(made(batch), StandardCharsets.UTF_8);
        if (text.length() <= MAX_TEXT) {
            joined.setRelease(slot, new Text(events, batch.cursor(), text));
        }
        return text;
    }

    /** Those of one history, which have as many events each as a rule, are apart: by the top bits of a multiple of the golden ratio. */
    private static int slot(Batch batch) {
        long number = batch.cursor().sequence() / batch.events().size();
        return (int) ((number * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - TEXTS_BITS));
    }

    private record Text(List<Event> events, Cursor cursor, String text) {
        boolean isOf(Batch batch) {
            return cursor.equals(batch.cursor()) && events.equals(batch.events());
        }
    }

    private String textOf(Event event) {
        Batch alone = new Batch(List.of(event), null, new Position(event.id(), 0));
        return new String(made(alone), StandardCharsets.UTF_8);
    }

    /** The bytes of a batch without a cursor: events beside the place, such as a replay's. */
    public byte[] encode(List<Event> events) {
        ByteArrayOutputStream out = start(events);
        events(events, out);
        out.write('}');
        return out.toByteArray();
    }

    private static ByteArrayOutputStream start(List<Event> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 + 256 * events.size());
        out.write('{');
        return out;
    }

    private void events(List<Event> events, ByteArrayOutputStream out) {
        out.writeBytes(ascii("\"events\":["));
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(event(events.get(i)));
        }
        out.write(']');
    }

    /** The whole event as a JSON object; shared, not to be changed. */
    public byte[] event(Event event) {
        return events.frame(event);
    }

    /** A gap as a JSON object, in ASCII. */
    public static String gap(Gap gap) {
        String reason = gap.reason().name().toLowerCase(Locale.ROOT);
        String from = gap.from() == null ? "" : "\"from\":\"" + gap.from() + "\",";
        return "{\"reason\":\"" + reason + "\"," + from + "\"resumed\":\"" + gap.resumed() + "\"}";
    }

    private static byte[] encode(Event event) {
        String head = "{\"id\":\"" + event.id() + "\",\"topic\":"
                + Json.of(event.topic().name()) + ",\"type\":\"" + event.type() + "\",\"time\":\""
                + TIME.format(event.time()) + "\",\"data\":";
        byte[] before = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[before.length + event.data().length() + 1];
        System.arraycopy(before, 0, all, 0, before.length);
        int end = event.data().copyTo(all, before.length);
        all[end] = '}';
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
