package dev.realtime.examples.stomp;

import java.util.Map;

/** A frame as a client shows it; beside STOMP's own {@link #CLOSED} and {@link #HEARTBEAT}. */
record Frame(String command, Map<String, String> headers, String body) {
    /** The connection is lost, or was closed. */
    static final String CLOSED = "CLOSED";

    /** A heart-beat, header {@code from} says whose. */
    static final String HEARTBEAT = "HEARTBEAT";

    String header(String name) {
        return headers.get(name);
    }
}
