package dev.realtime.servlet;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Gap;
import dev.realtime.wire.BatchJson;
import dev.realtime.wire.FrameCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Server-Sent Events (WHATWG HTML, section 9.2): blocks of lines ended by LF, each block ended by an empty line.
 *
 * <p>The {@code id} is the last line of a block: a client that takes it as soon as it reads it would otherwise hold the
 * id of an event that was torn after it. Nothing can break out of a field: types and cursors are ASCII words, and JSON
 * without whitespace has no line break. A heartbeat is an event with data, since comments are invisible to a page and
 * several clients ignore the id of a block without data.
 */
final class SseFormat implements StreamFormat {
    private final FrameCache<byte[]> frames;

    private SseFormat(FrameCache<byte[]> frames) {
        this.frames = frames;
    }

    /** Whose data is the event's. */
    static SseFormat ofData() {
        return new SseFormat(FrameCache.ofBytes(event -> block(
                event.type(),
                event.id(),
                event.data().length(),
                (target, at) -> event.data().copyTo(target, at))));
    }

    /** Whose data is the whole event as JSON. */
    static SseFormat ofEnvelopes(BatchJson json) {
        return new SseFormat(FrameCache.ofBytes(event -> block(event.type(), event.id(), json.event(event))));
    }

    /** Likewise, each a {@code message}: an {@code EventSource} tells a page of no type that the page does not name. */
    static SseFormat ofMessages(BatchJson json) {
        return new SseFormat(FrameCache.ofBytes(event -> block(Event.DEFAULT_TYPE, event.id(), json.event(event))));
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] retry(Duration delay) {
        return ascii("retry: " + delay.toMillis() + "\n\n");
    }

    @Override
    public byte[] event(Event event) {
        return frames.frame(event);
    }

    @Override
    public byte[] gap(Gap gap) {
        return block("gap", gap.resumed(), ascii(BatchJson.gap(gap)));
    }

    @Override
    public byte[] heartbeat(Cursor cursor) {
        return block("heartbeat", cursor, ascii("{}"));
    }

    private interface Data {
        void copyTo(byte[] target, int offset);
    }

    private static byte[] block(String type, Cursor id, byte[] data) {
        return block(type, id, data.length, (target, at) -> System.arraycopy(data, 0, target, at, data.length));
    }

    private static byte[] block(String type, Cursor id, int length, Data data) {
        // Without an event line it is of type "message", for which a page has onmessage.
        byte[] before = ascii((type.equals(Event.DEFAULT_TYPE) ? "" : "event: " + type + "\n") + "data: ");
        byte[] after = ascii("\nid: " + id + "\n\n");
        byte[] all = new byte[before.length + length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        data.copyTo(all, before.length);
        System.arraycopy(after, 0, all, before.length + length, after.length);
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
