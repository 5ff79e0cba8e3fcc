package dev.realtime.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of a transport that answers a GET over HTTP/1.1 and takes the usual parameters {@code topic} and {@code cursor}.
 * Takes only what has arrived whole. Safe for use by several threads.
 */
public final class HttpTransportClient implements TransportClient {
    private final String path;
    private final @Nullable String end;
    private final Function<String, List<Received>> parser;

    private HttpTransportClient(String path, @Nullable String end, Function<String, List<Received>> parser) {
        this.path = path;
        this.end = end;
        this.parser = parser;
    }

    /**
     * A transport whose answer goes on, in pieces that each end with {@code end}.
     *
     * @param path such as {@code /realtime/sse}, perhaps with a query
     * @param parser what one piece says, given without its end; perhaps nothing
     */
    public static HttpTransportClient streaming(String path, String end, Function<String, List<Received>> parser) {
        return new HttpTransportClient(path, end, parser);
    }

    /** A transport whose answer says one thing and is over; a torn one says nothing. */
    public static HttpTransportClient polling(String path, Function<String, List<Received>> parser) {
        return new HttpTransportClient(path, null, parser);
    }

    @Override
    public Connection follow(int port, String topic, @Nullable String cursor) throws IOException {
        RawHttp http = new RawHttp(port);
        http.get(path + (path.contains("?") ? "&" : "?") + "topic=" + encode(topic)
                + (cursor == null ? "" : "&cursor=" + encode(cursor)));
        return new Answer(http);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private final class Answer implements Connection {
        private final RawHttp http;
        private final Queue<Received> parsed = new ArrayDeque<>();
        private boolean headRead;
        private boolean over;

        Answer(RawHttp http) {
            this.http = http;
        }

        @Override
        public @Nullable Received next() throws IOException {
            if (!headRead) {
                if (!http.readHead()) {
                    return null;
                }
                headRead = true;
                if (http.status() != 200) {
                    over = true;
                    return new Received.Refused(String.valueOf(http.status()), http.body());
                }
            }
            while (parsed.isEmpty() && !over) {
                String piece = end == null ? whole() : piece(end);
                if (piece == null) {
                    over = true;
                } else {
                    parsed.addAll(parser.apply(piece));
                }
            }
            return parsed.poll();
        }

        private @Nullable String whole() throws IOException {
            String body = http.body();
            over = true;
            return http.endedCleanly() ? body : null;
        }

        private @Nullable String piece(String ending) throws IOException {
            byte[] last = ending.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
            int matched = 0;
            for (int b = http.read(); b >= 0; b = http.read()) {
                bytes.write(b);
                matched = b == last[matched] ? matched + 1 : b == last[0] ? 1 : 0;
                if (matched == last.length) {
                    byte[] all = bytes.toByteArray();
                    return new String(all, 0, all.length - last.length, StandardCharsets.UTF_8);
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            http.close();
        }
    }
}
