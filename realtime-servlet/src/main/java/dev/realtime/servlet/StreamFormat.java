package dev.realtime.servlet;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Gap;
import java.time.Duration;

/**
 * How a streaming transport writes: pure, and knows no container. The arrays it returns may be shared and are never
 * changed. Safe for use by several threads.
 */
public interface StreamFormat {
    /** The value of the header {@code Content-Type}. */
    String contentType();

    /** What a stream begins and ends with: when a client that was let go should come back. May be empty. */
    byte[] retry(Duration delay);

    byte[] event(Event event);

    byte[] gap(Gap gap);

    /** Says that the stream is alive, and the place it has reached. */
    byte[] heartbeat(Cursor cursor);
}
