package dev.realtime.redis;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LostTopics;
import dev.realtime.log.Mirror;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries that append.lua writes: a head of epoch, generation, time, end and type; the data; in the feed the topic. And those of
 * lose.lua in the feed: a head of epoch, generation and time; the topics, none for all.
 */
final class Entries {
    private Entries() {}

    static long sequence(StreamMessage<String, byte[]> entry) {
        String id = entry.getId();
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    /** The place after an entry of the feed. */
    static Cursor place(StreamMessage<String, byte[]> entry) {
        String[] head = head(entry);
        return new Cursor(Long.parseLong(head[0]), Integer.parseInt(head[1]), sequence(entry));
    }

    /** Takes an entry of the feed into a copy; its place is the next. */
    static void take(Cursor place, StreamMessage<String, byte[]> entry, Mirror mirror) {
        byte[] lost = find(entry, "l");
        if (lost == null) {
            Topic topic = new Topic(new String(field(entry, "n"), StandardCharsets.UTF_8));
            mirror.append(event(place, topic, head(entry), entry));
        } else {
            mirror.lose(place, lost(new String(lost, StandardCharsets.UTF_8)));
        }
    }

    private static LostTopics lost(String names) {
        return names.isEmpty()
                ? LostTopics.ofAll()
                : LostTopics.of(names.lines().map(Topic::new).collect(Collectors.toSet()));
    }

    /** An event of a topic's stream. */
    static Event ofTopic(Cursor id, Topic topic, StreamMessage<String, byte[]> entry) {
        return event(id, topic, head(entry), entry);
    }

    private static Event event(Cursor id, Topic topic, String[] head, StreamMessage<String, byte[]> entry) {
        return new Event(id, topic, head[4], Long.parseLong(head[2]), Json.parse(field(entry, "d")));
    }

    private static String[] head(StreamMessage<String, byte[]> entry) {
        return new String(field(entry, "h"), StandardCharsets.US_ASCII).split(" ", 5);
    }

    private static byte @Nullable [] find(StreamMessage<String, byte[]> entry, String name) {
        Map<String, byte[]> body = entry.getBody();
        return body == null ? null : body.get(name);
    }

    private static byte[] field(StreamMessage<String, byte[]> entry, String name) {
        byte[] value = find(entry, name);
        if (value == null) {
            throw new LogUnavailableException(
                    LogUnavailableException.Outcome.NOT_STORED,
                    "entry " + entry.getId() + " in Redis was not written by this library: it lacks " + name);
        }
        return value;
    }
}
