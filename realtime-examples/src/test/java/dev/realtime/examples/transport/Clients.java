package dev.realtime.examples.transport;

import dev.realtime.testkit.HttpTransportClient;
import dev.realtime.testkit.Received;
import dev.realtime.testkit.TransportClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client of each transport, on bare sockets, so that every byte of an answer counts. */
public enum Clients {
    POLL(HttpTransportClient.polling("/realtime/poll", Received::ofBatch)),
    LONG_POLL(longPoll()),
    SSE(HttpTransportClient.streaming("/realtime/sse", "\n\n", Clients::block)),
    WEB_SOCKET(new WebSocketClient()),
    STOMP(new StompClient());

    private final TransportClient client;

    Clients(TransportClient client) {
        this.client = client;
    }

    public TransportClient client() {
        return client;
    }

    /** Whether a refusal is the status of an HTTP answer, or a code of the transport's own. */
    boolean isOverHttp() {
        return this != WEB_SOCKET && this != STOMP;
    }

    /** Without a cursor it does not wait: an answer that was lost could not be asked for again. */
    private static TransportClient longPoll() {
        TransportClient first = HttpTransportClient.polling("/realtime/long-poll?wait=0", Received::ofBatch);
        TransportClient next = HttpTransportClient.polling("/realtime/long-poll?wait=10", Received::ofBatch);
        return (port, topic, cursor) -> (cursor == null ? first : next).follow(port, topic, cursor);
    }

    private static List<Received> block(String block) {
        Map<String, String> fields = new HashMap<>();
        block.lines().map(line -> line.split(": ", 2)).forEach(field -> fields.put(field[0], field[1]));
        String data = fields.get("data");
        if (data == null) {
            return List.of(); // a retry
        }
        String type = fields.getOrDefault("event", "message");
        return List.of(
                switch (type) {
                    case "gap" -> Received.Gap.parse(data);
                    case "heartbeat" -> new Received.Place(fields.get("id"));
                    default -> new Received.Event(fields.get("id"), type, data);
                });
    }
}
