package dev.realtime.examples.websocket;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** STOMP 1.2 over a {@link RawSocket}, for a test that does what no client would. Knows no escapes. */
final class StompSocket implements AutoCloseable {
    private final RawSocket socket;
    private String unread = "";

    record Frame(String command, Map<String, String> headers, String body) {}

    StompSocket(int port) throws IOException {
        this(port, "/realtime/stomp");
    }

    StompSocket(int port, String target, String... headers) throws IOException {
        socket = new RawSocket(port);
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Sec-WebSocket-Protocol: v12.stomp";
        if (socket.upgrade(target, all) != 101) {
            throw new AssertionError(socket.head());
        }
    }

    RawSocket raw() {
        return socket;
    }

    void connect() throws IOException {
        send("CONNECT", "accept-version:1.2", "host:localhost");
        Frame answer = next();
        if (!answer.command().equals("CONNECTED")) {
            throw new AssertionError(answer.toString());
        }
    }

    /** A frame without a body. */
    void send(String... lines) throws IOException {
        socket.send(String.join("\n", lines) + "\n\n\0");
    }

    /** The next frame; throws where the connection ends before it has come whole. */
    Frame next() throws IOException {
        unread = unread.stripLeading(); // heart-beats
        while (unread.indexOf('\0') < 0) {
            unread = (unread + socket.message()).stripLeading();
        }
        int end = unread.indexOf('\0');
        String frame = unread.substring(0, end);
        unread = unread.substring(end + 1);

        int body = frame.indexOf("\n\n");
        List<String> head = Arrays.asList(frame.substring(0, body).split("\n"));
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.putIfAbsent(line.substring(0, colon), line.substring(colon + 1));
        }
        return new Frame(head.get(0), headers, frame.substring(body + 2));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
