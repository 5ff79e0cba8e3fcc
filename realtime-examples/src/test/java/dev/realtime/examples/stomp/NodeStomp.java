package dev.realtime.examples.stomp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.examples.clients.NodeClient;
import java.io.IOException;
import java.util.Map;

/** The client of an npm package. */
final class NodeStomp implements StompClient {
    private static final JsonMapper JSON = new JsonMapper();

    private final Listener listener;
    private final NodeClient node;

    NodeStomp(String name, String url, Listener listener) throws IOException {
        this.listener = listener;
        this.node = NodeClient.run(this::printed, listener::note, "stomp.mjs", name, url);
    }

    private void printed(String line) {
        if (!line.startsWith("{")) {
            listener.note(line);
            return;
        }
        try {
            JsonNode frame = JSON.readTree(line);
            Map<String, String> headers = JSON.convertValue(frame.get("headers"), new TypeReference<>() {});
            listener.received(
                    this,
                    new Frame(
                            frame.get("command").asText(),
                            headers,
                            frame.get("body").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + line, e);
        }
    }

    @Override
    public void subscribe(Map<String, String> headers) throws IOException {
        tell(Map.of("do", "subscribe", "headers", headers));
    }

    @Override
    public void send(Map<String, String> headers, String json) throws IOException {
        tell(Map.of("do", "send", "headers", headers, "body", json));
    }

    @Override
    public void ack(Frame message) throws IOException {
        tell(Map.of("do", "ack", "id", message.header("message-id")));
    }

    @Override
    public void disconnect(String receipt) throws IOException {
        tell(Map.of("do", "disconnect", "receipt", receipt));
    }

    private void tell(Map<String, Object> command) throws IOException {
        node.tell(JSON.writeValueAsString(command));
    }

    @Override
    public void close() throws InterruptedException {
        node.close();
    }
}
