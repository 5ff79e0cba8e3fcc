package dev.realtime.event;

import java.time.Instant;
import java.util.Set;

/**
 * One record of a topic, as it stands in the log.
 *
 * <p>Immutable. Two events are equal when they are the same record of the same log.
 */
public final class Event {
    /** The type of an event whose publisher named none. */
    public static final String DEFAULT_TYPE = "message";

    private static final int MAX_TYPE = 64;
    private static final Set<String> RESERVED_TYPES = Set.of("gap", "heartbeat", "open", "error");

    // A log holds millions of these: the cursor's parts and the time are kept as plain numbers.
    private final long epoch;
    private final int generation;
    private final long sequence;
    private final long epochMilli;
    private final int size; // so that to count what goes, retention need not look further
    private final Topic topic;
    private final String type;
    private final Json data;

    /**
     * An event as a log makes it; applications publish instead.
     *
     * @param id the cursor just after this event
     * @param time when it was appended, by the log's wall clock; kept to the millisecond
     */
    public Event(Cursor id, Topic topic, String type, Instant time, Json data) {
        this(id, topic, type, time.toEpochMilli(), data);
    }

    /** As {@link #Event(Cursor, Topic, String, Instant, Json)}, with the time in milliseconds since 1970. */
    public Event(Cursor id, Topic topic, String type, long epochMilli, Json data) {
        if (id.sequence() < 1) {
            throw new IllegalArgumentException("an event's sequence must be 1 or more: " + id.sequence());
        }
        this.epoch = id.epoch();
        this.generation = id.generation();
        this.sequence = id.sequence();
        this.topic = topic;
        this.type = requireType(type);
        this.epochMilli = epochMilli;
        this.data = data;
        this.size = data.length();
    }

    /**
     * The type itself, if it may be published.
     *
     * @throws IllegalArgumentException naming the rule it breaks
     */
    public static String requireType(String type) {
        if (type.equals(DEFAULT_TYPE)) {
            return type;
        }
        if (type.isEmpty() || type.length() > MAX_TYPE || !isPlain(type)) {
            throw new IllegalArgumentException("type must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        }
        if (RESERVED_TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    "type must not be one of the reserved gap, heartbeat, open, error: " + type);
        }
        return type;
    }

    private static boolean isPlain(String type) {
        for (int i = 0; i < type.length(); i++) {
            char c = type.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == ':'
                    || c == '-';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** The cursor just after this event. */
    public Cursor id() {
        return new Cursor(epoch, generation, sequence);
    }

    /** The event's number in the one order over all topics, from 1. */
    public long sequence() {
        return sequence;
    }

    public Topic topic() {
        return topic;
    }

    public String type() {
        return type;
    }

    /** When the log took it, by the wall clock, to the millisecond; nothing is ordered by it. */
    public Instant time() {
        return Instant.ofEpochMilli(epochMilli);
    }

    public Json data() {
        return data;
    }

    /** The bytes of {@link #data}. */
    public int size() {
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Event event
                && event.epoch == epoch
                && event.generation == generation
                && event.sequence == sequence;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(epoch * 31 + sequence);
    }

    @Override
    public String toString() {
        return id() + " " + topic + " " + type;
    }
}
