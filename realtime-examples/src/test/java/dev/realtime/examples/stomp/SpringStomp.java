package dev.realtime.examples.stomp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MappingJackson2MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** Spring's {@code WebSocketStompClient}, with its JSON conversion both ways. */
final class SpringStomp implements StompClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_MESSAGE = 128 << 10;

    private final String url;
    private final Listener listener;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final WebSocketStompClient client;
    private volatile StompSession session;
    private volatile boolean closed;

    SpringStomp(String url, Listener listener) {
        this.url = url;
        this.listener = listener;
        // Named: looked up as a service, which of the containers' clients comes would be chance.
        WsWebSocketContainer container = new WsWebSocketContainer();
        container.setDefaultMaxTextMessageBufferSize(LONGEST_MESSAGE);
        scheduler.setDaemon(true);
        scheduler.initialize();
        client = new WebSocketStompClient(new StandardWebSocketClient(container));
        client.setInboundMessageSizeLimit(LONGEST_MESSAGE);
        client.setMessageConverter(new CompositeMessageConverter(
                List.of(new StringMessageConverter(), new MappingJackson2MessageConverter())));
        client.setTaskScheduler(scheduler); // for heart-beats
        connect();
    }

    private void connect() {
        if (!closed) {
            client.connectAsync(url, new Session());
        }
    }

    @Override
    public void subscribe(Map<String, String> headers) {
        session.subscribe(stompHeaders(headers), new Messages())
                .addReceiptTask(receipt -> tell("RECEIPT", receipt, ""));
    }

    @Override
    public void send(Map<String, String> headers, String json) throws JsonProcessingException {
        session.send(stompHeaders(headers), JSON.readTree(json))
                .addReceiptTask(receipt -> tell("RECEIPT", receipt, ""));
    }

    @Override
    public void ack(Frame message) {
        session.acknowledge(message.header("ack"), true);
    }

    @Override
    public void disconnect(String receipt) {
        closed = true;
        session.disconnect(stompHeaders(Map.of("receipt", receipt)));
    }

    private void tell(String command, StompHeaders headers, String body) {
        listener.received(this, new Frame(command, headers.toSingleValueMap(), body));
    }

    private static StompHeaders stompHeaders(Map<String, String> headers) {
        StompHeaders result = new StompHeaders();
        result.setAll(headers);
        return result;
    }

    @Override
    public void close() {
        closed = true;
        if (session != null && session.isConnected()) {
            session.disconnect();
        }
        client.stop();
        scheduler.shutdown();
    }

    /** What comes of one subscription. */
    private final class Messages implements StompFrameHandler {
        @Override
        public Type getPayloadType(StompHeaders headers) {
            return JsonNode.class;
        }

        @Override
        public void handleFrame(StompHeaders headers, Object payload) {
            try { // as bytes, as the server does: what is beyond the basic plane is spelled differently in a string
                tell("MESSAGE", headers, new String(JSON.writeValueAsBytes(payload), StandardCharsets.UTF_8));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** One connection. */
    private final class Session extends StompSessionHandlerAdapter {
        private final AtomicBoolean lost = new AtomicBoolean();

        @Override
        public void afterConnected(StompSession connected, StompHeaders headers) {
            session = connected;
            tell("CONNECTED", headers, "");
        }

        @Override
        public void handleFrame(StompHeaders headers, Object payload) {
            tell("ERROR", headers, String.valueOf(payload));
        }

        @Override
        public void handleException(
                StompSession in, StompCommand command, StompHeaders headers, byte[] payload, Throwable failure) {
            listener.note(command + ": " + failure);
        }

        @Override
        public void handleTransportError(StompSession in, Throwable failure) {
            listener.note("transport: " + failure);
            if (lost.compareAndSet(false, true) && !closed) {
                tell(Frame.CLOSED, new StompHeaders(), String.valueOf(failure));
                scheduler.schedule(SpringStomp.this::connect, Instant.now().plusMillis(50));
            }
        }
    }
}
