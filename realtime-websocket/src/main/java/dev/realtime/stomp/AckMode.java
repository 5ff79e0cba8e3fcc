package dev.realtime.stomp;

import org.jspecify.annotations.Nullable;

/** How a subscription's messages are acknowledged (1.2, "SUBSCRIBE ack Header"). */
enum AckMode {
    /** Not at all. */
    AUTO,
    /** Up to and with the one that is named. */
    CLIENT,
    /** The one that is named. */
    INDIVIDUAL;

    static AckMode of(@Nullable String header) {
        if (header == null) { // "If the header is not set, it defaults to auto"
            return AUTO;
        }
        return switch (header) {
            case "auto" -> AUTO;
            case "client" -> CLIENT;
            case "client-individual" -> INDIVIDUAL;
            default ->
                throw Refusals.badRequest(
                        "header 'ack' must be auto, client or client-individual: " + Refusals.quote(header));
        };
    }
}
