package dev.realtime;

import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Draft;
import org.jspecify.annotations.Nullable;

/**
 * An event to be published. Immutable.
 *
 * @param type 1 to 64 of {@code A-Z a-z 0-9 . _ : -}
 * @param data a {@link Json} is taken as it is, anything else goes through the notifier's codec
 * @param key an idempotency key, 1 to 128 visible ASCII characters: a repeat within its retention appends nothing
 */
public record Publication(
        Topic topic,
        String type,
        @Nullable Object data,
        @Nullable String key) {
    /** Of type {@code message} and without a key. */
    public static Publication of(String topic, @Nullable Object data) {
        return new Publication(new Topic(topic), Event.DEFAULT_TYPE, data, null);
    }

    public Publication withType(String newType) {
        return new Publication(topic, newType, data, key);
    }

    public Publication withKey(@Nullable String newKey) {
        return new Publication(topic, type, data, newKey);
    }

    Draft draft(Json encoded) {
        return new Draft(topic, type, encoded, key);
    }
}
