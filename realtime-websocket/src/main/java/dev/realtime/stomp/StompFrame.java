package dev.realtime.stomp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One frame: a command, headers in their order, a body (1.2, "STOMP Frames"). Immutable.
 *
 * @param headers of a repeated one the first (1.2, "Repeated Header Entries"), unescaped
 */
record StompFrame(String command, Map<String, String> headers, String body) {
    private static final int OVERHEAD = 64;

    StompFrame {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Without a body. */
    static StompFrame of(String command, Map<String, String> headers) {
        return new StompFrame(command, headers, "");
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /**
     * The value of a header that this frame must have.
     *
     * @throws dev.realtime.RefusedException where it has none
     */
    String require(String name) {
        String value = headers.get(name);
        if (value == null) {
            throw Refusals.badRequest("header '" + name + "' is required");
        }
        return value;
    }

    /** About how much memory it takes, in characters. */
    int size() {
        int size = OVERHEAD + body.length();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            size += OVERHEAD + header.getKey().length() + header.getValue().length();
        }
        return size;
    }
}
