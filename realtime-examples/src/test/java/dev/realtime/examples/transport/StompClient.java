package dev.realtime.examples.transport;

import dev.realtime.testkit.Received;
import dev.realtime.testkit.TransportClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Of STOMP 1.2, as much as it takes to follow one topic. */
final class StompClient implements TransportClient {
    private static final char END = 0;

    @Override
    public Connection follow(int port, String topic, String cursor) throws IOException {
        SocketConnection connection = new Following(port, cursor == null);
        connection.send("CONNECT\naccept-version:1.2\nhost:localhost\n\n" + END);
        connection.send("SUBSCRIBE\nid:1\nreceipt:1\ndestination:/topic/" + topic
                + (cursor == null ? "" : "\ncursor:" + cursor) + "\n\n" + END);
        return connection;
    }

    private static final class Following extends SocketConnection {
        private final boolean fromNow;

        Following(int port, boolean fromNow) throws IOException {
            super(port, "/realtime/stomp", "Sec-WebSocket-Protocol: v12.stomp");
            this.fromNow = fromNow;
        }

        @Override
        List<Received> parse(String message) {
            List<Received> all = new ArrayList<>();
            for (String frame : message.split(String.valueOf(END))) {
                if (!frame.isBlank()) { // else a heart-beat
                    all.addAll(frame(frame.stripLeading()));
                }
            }
            return all;
        }

        private List<Received> frame(String frame) {
            String[] headAndBody = frame.split("\n\n", 2);
            Map<String, String> headers = new HashMap<>();
            Stream.of(headAndBody[0].split("\n"))
                    .skip(1)
                    .map(line -> line.split(":", 2))
                    .forEach(header -> headers.putIfAbsent(header[0], header[1].replace("\\c", ":")));
            String id = headers.get("message-id");
            return switch (headAndBody[0].split("\n", 2)[0]) {
                case "CONNECTED" -> List.of();
                // Who comes with a cursor has its place.
                case "RECEIPT" -> fromNow ? List.of(new Received.Place(headers.get("cursor"))) : List.of();
                case "ERROR" -> List.of(new Received.Refused(headers.get("code"), headers.get("message")));
                case "MESSAGE" ->
                    List.of(
                            headers.containsKey("gap")
                                    ? Received.Gap.parse(headAndBody[1])
                                    : new Received.Event(id, headers.get("type"), headAndBody[1]));
                default -> throw new AssertionError("not a frame of a server: " + frame);
            };
        }
    }
}
