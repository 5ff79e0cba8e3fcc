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
        StringBuilder text = new StringBuilder(frame.size());
        text.append(frame.command()).append('\n');
        for (Map.Entry<String, String> header : frame.headers().entrySet()) {
            text.append(escapes.escape(header.getKey()))
                    .append(':')
                    .append(escapes.escape(header.getValue()))
                    .append('\n');
        }
        if (!frame.body().isEmpty()) { // "SHOULD include a content-length header" (1.2, "Header content-length")
            text.append("content-length:")
                    .append(frame.body().getBytes(StandardCharsets.UTF_8).length)
                    .append('\n');
        }
        return text.append('\n').append(frame.body()).append('\0').toString();
    }
}
