package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.testkit.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An SSE client that keeps to the letter of the standard where it matters: a block counts, and its id with it, only once
 * its empty line has come. For one thread at a time.
 */
final class SseReader implements Closeable {
    private final RawHttp http;
    private boolean headRead;
    private String lastId;

    /** Reads the answer to a request that {@code http} has sent. */
    SseReader(RawHttp http) {
        this.http = http;
    }

    /** A block; what was not in it is null, the type of an event without one {@code message}. */
    record Block(String event, String data, String id, String retry) {
        boolean isHeartbeat() {
            return data != null && event.equals("heartbeat");
        }

        boolean isGap() {
            return data != null && event.equals("gap");
        }
    }

    RawHttp http() {
        return http;
    }

    /** The id of the last block that was read whole; null before the first. */
    String lastId() {
        return lastId;
    }

    /** The next block, or null where the stream or the connection has ended. */
    Block next() throws IOException {
        if (!headRead) {
            if (!http.readHead()) {
                return null;
            }
            headRead = true;
            assertThat(http.status()).isEqualTo(200);
            assertThat(http.header("content-type")).startsWith("text/event-stream");
        }
        String event = "message";
        String data = null;
        String id = null;
        String retry = null;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                lastId = id == null ? lastId : id;
                return new Block(event, data, id, retry);
            }
            int colon = line.indexOf(": ");
            String value = line.substring(colon + 2);
            switch (line.substring(0, colon)) {
                case "event" -> event = value;
                case "data" -> data = data == null ? value : data + "\n" + value;
                case "id" -> id = value;
                case "retry" -> retry = value;
                default -> throw new AssertionError("not a line of ours: " + line);
            }
        }
        return null;
    }

    /** The next block with an event or a gap, or null where the stream has ended. */
    Block nextNews() throws IOException {
        Block block = next();
        while (block != null && (block.data() == null || block.isHeartbeat())) {
            block = next();
        }
        return block;
    }

    /** Reads up to the first heartbeat, with which the stream stands open. */
    SseReader open() throws IOException {
        Block block = next();
        while (block != null && !block.isHeartbeat()) {
            block = next();
        }
        assertThat(block).as("the first heartbeat").isNotNull();
        return this;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = http.read(); b >= 0; b = http.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (b == '\r') {
                throw new AssertionError("lines end with LF alone");
            }
            line.write(b);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
