package dev.realtime.examples.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.testkit.Received;
import dev.realtime.testkit.TransportClient;
import java.io.IOException;
import java.util.List;

/** Of {@code realtime.v1}, subscribed by the address. */
final class WebSocketClient implements TransportClient {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Connection follow(int port, String topic, String cursor) throws IOException {
        String target = "/realtime/ws?topic=" + SocketConnection.encode(topic)
                + (cursor == null ? "" : "&cursor=" + SocketConnection.encode(cursor));
        return new SocketConnection(port, target) {
            @Override
            List<Received> parse(String message) {
                JsonNode error = read(message).get("error");
                return error == null
                        ? Received.ofBatch(message)
                        : List.of(new Received.Refused(
                                error.get("code").asText(), error.get("message").asText()));
            }
        };
    }

    private static JsonNode read(String message) {
        try {
            return JSON.readTree(message);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + message, e);
        }
    }
}
