package dev.realtime.redis;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.LogUnavailableException;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads the entries that append.lua writes: a head of generation, time, end and type; the data; in the feed the topic. */
final class Entries {
    private Entries() {}

    static long sequence(StreamMessage<String, byte[]> entry) {
        String id = entry.getId();
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    /** An event of the feed. */
    static Event ofFeed(long epoch, StreamMessage<String, byte[]> entry) {
        String[] head = head(entry);
        Topic topic = new Topic(new String(field(entry, "n"), StandardCharsets.UTF_8));
        return event(new Cursor(epoch, Integer.parseInt(head[0]), sequence(entry)), topic, head, entry);
    }

    /** An event of a topic's stream. */
    static Event ofTopic(Cursor id, Topic topic, StreamMessage<String, byte[]> entry) {
        return event(id, topic, head(entry), entry);
    }

    private static Event event(Cursor id, Topic topic, String[] head, StreamMessage<String, byte[]> entry) {
        return new Event(id, topic, head[3], Long.parseLong(head[1]), Json.parse(field(entry, "d")));
    }

    private static String[] head(StreamMessage<String, byte[]> entry) {
        return new String(field(entry, "h"), StandardCharsets.US_ASCII).split(" ", 4);
    }

    private static byte[] field(StreamMessage<String, byte[]> entry, String name) {
        Map<String, byte[]> body = entry.getBody();
        byte[] value = body == null ? null : body.get(name);
        if (value == null) {
            throw new LogUnavailableException(
                    LogUnavailableException.Outcome.NOT_STORED,
                    "entry " + entry.getId() + " in Redis was not written by this library: it lacks " + name);
        }
        return value;
    }
}
