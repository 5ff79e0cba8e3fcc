package dev.realtime.stomp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes frames as text, with the {@code content-length} of their body. */
final class StompEncoder {
    private StompEncoder() {}

    /**
     * The frame, its NUL at the end.
     *
     * @param version null where none is agreed: then nothing is escaped, as in what a client of any version can read
     */
    static String encode(StompFrame frame, @Nullable StompVersion version) {
        // "All frames except the CONNECT and CONNECTED frames will also escape" (1.2, "Value Encoding")
        HeaderEscapes escapes =
                version == null || frame.command().equals("CONNECTED") ? HeaderEscapes.NONE : version.escapes();
        return frame.command() + '\n' + headers(frame.headers(), escapes) + body(frame.body());
    }

    static String headers(Map<String, String> headers, HeaderEscapes escapes) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            text.append(escapes.escape(header.getKey()))
                    .append(':')
                    .append(escapes.escape(header.getValue()))
                    .append('\n');
        }
        return text.toString();
    }

    /** The end of a frame, from the {@code content-length} on. */
    static String body(String body) {
        // "SHOULD include a content-length header" (1.2, "Header content-length")
        String length = body.isEmpty() ? "" : "content-length:" + body.getBytes(StandardCharsets.UTF_8).length + '\n';
        return length + '\n' + body + '\0';
    }
}
