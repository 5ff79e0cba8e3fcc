package dev.realtime.log;

import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to become an event. Immutable.
 *
 * @param key an idempotency key, 1 to 128 visible ASCII characters, or null for none
 */
public record Draft(
        Topic topic, String type, Json data, @Nullable String key) {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    public Draft {
        Event.requireType(type);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("idempotency key must be 1 to 128 visible ASCII characters");
        }
    }
}
