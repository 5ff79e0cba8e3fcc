package dev.realtime.examples.transport;

import dev.realtime.examples.websocket.RawSocket;
import dev.realtime.testkit.Received;
import dev.realtime.testkit.TransportClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** What the two clients on a WebSocket have in common: messages come whole, and each may say several things. */
abstract class SocketConnection implements TransportClient.Connection {
    private final RawSocket socket;
    private final Queue<Received> parsed = new ArrayDeque<>();

    /** Opens a WebSocket; a handshake that is cut short is an {@link IOException}, one that is refused a {@link Received.Refused}. */
    SocketConnection(int port, String target, String... headers) throws IOException {
        socket = new RawSocket(port);
        try {
            int status = socket.upgrade(target, headers);
            if (status != 101) {
                parsed.add(new Received.Refused(String.valueOf(status), socket.head()));
            }
        } catch (IOException cut) {
            socket.close();
            throw cut;
        }
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** What one message says; perhaps nothing. */
    abstract List<Received> parse(String message);

    final void send(String message) throws IOException {
        socket.send(message);
    }

    @Override
    public final Received next() throws IOException {
        while (parsed.isEmpty()) {
            if (!(socket.next() instanceof String message)) {
                return null;
            }
            parsed.addAll(parse(message));
        }
        return parsed.remove();
    }

    @Override
    public final void close() throws IOException {
        socket.close();
    }
}
