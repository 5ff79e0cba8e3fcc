package dev.realtime.examples.clients;

import dev.realtime.event.Event;

/** An event as a client reports it: {@code id} is what the client calls its last event id. */
public record Received(String type, String data, String id) {
    public static final String HEARTBEAT = "heartbeat";

    /** How this event should arrive. */
    static Received of(Event event) {
        return new Received(event.type(), event.data().toString(), event.id().token());
    }

    boolean isHeartbeat() {
        return type.equals(HEARTBEAT);
    }
}
