package dev.realtime.stomp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The agreement that begins a session (1.2, "Connecting"). Any {@code host} is served, and none: several clients leave it
 * out. {@code login} and {@code passcode} mean nothing here: who the client is was settled by the HTTP request.
 */
final class Handshake {
    private final HeartBeats heartBeats;
    private final @Nullable String principal;

    Handshake(HeartBeats heartBeats, @Nullable String principal) {
        this.heartBeats = heartBeats;
        this.principal = principal;
    }

    /**
     * The version a CONNECT or STOMP frame agrees on; null where there is none in common.
     *
     * @throws dev.realtime.RefusedException for any other frame
     */
    static @Nullable StompVersion version(StompFrame first) {
        // "STOMP servers MUST handle a STOMP frame in the same manner as a CONNECT frame"
        if (!isConnect(first)) {
            throw Refusals.badRequest("the first frame must be CONNECT or STOMP: " + Refusals.quote(first.command()));
        }
        return StompVersion.negotiate(first.header("accept-version"));
    }

    static boolean isConnect(StompFrame frame) {
        return frame.command().equals("CONNECT") || frame.command().equals("STOMP");
    }

    /** The answer, which agrees on heart-beats too. */
    StompFrame connected(StompFrame first, StompVersion version, long now) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (version != StompVersion.V1_0) {
            headers.put("version", version.toString()); // "MUST set the following headers: version"
            headers.put("heart-beat", heartBeats.negotiate(first.header("heart-beat"), now));
        }
        headers.put("session", UUID.randomUUID().toString());
        headers.put("server", "realtime");
        if (principal != null) {
            headers.put("user-name", principal);
        }
        return StompFrame.of("CONNECTED", headers);
    }
}
