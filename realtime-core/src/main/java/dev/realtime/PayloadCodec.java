package dev.realtime;

import dev.realtime.event.Json;
import org.jspecify.annotations.Nullable;

/** Turns what an application publishes into JSON, once per event. Called by several threads at once. */
@FunctionalInterface
public interface PayloadCodec {
    /** Jackson's default mapping. */
    PayloadCodec JACKSON = Json::of;

    /**
     * The payload as JSON.
     *
     * @throws IllegalArgumentException where it cannot be written so
     */
    Json encode(@Nullable Object payload);
}
