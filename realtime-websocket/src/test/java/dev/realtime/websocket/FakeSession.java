package dev.realtime.websocket;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A container's session that keeps what is sent, and completes it when the test says. Refuses a second send, as Tomcat does. */
final class FakeSession {
    final List<String> sent = new ArrayList<>();
    final List<String> closes = new ArrayList<>();

    /** Sends are complete before the call that makes them returns. */
    boolean completesInline;

    RuntimeException failure;
    int pings;

    private final Deque<SendHandler> outstanding = new ArrayDeque<>();
    private final RemoteEndpoint.Async remote = mock(RemoteEndpoint.Async.class);
    private final Session session = mock(Session.class);

    FakeSession() throws Exception {
        when(session.getAsyncRemote()).thenReturn(remote);
        doAnswer(call -> {
                    send(call.getArgument(0), call.getArgument(1));
                    return null;
                })
                .when(remote)
                .sendText(any(), any());
        doAnswer(call -> {
                    requireNothingOutstanding();
                    pings++;
                    return null;
                })
                .when(remote)
                .sendPing(any(ByteBuffer.class));
        doAnswer(call -> {
                    CloseReason reason = call.getArgument(0);
                    closes.add(reason.getCloseCode().getCode() + " " + reason.getReasonPhrase());
                    return null;
                })
                .when(session)
                .close(any());
    }

    Session session() {
        return session;
    }

    private void send(String text, SendHandler handler) {
        if (failure != null) {
            throw failure;
        }
        requireNothingOutstanding();
        sent.add(text);
        if (completesInline) {
            handler.onResult(new SendResult());
        } else {
            outstanding.add(handler);
        }
    }

    private void requireNothingOutstanding() {
        if (!outstanding.isEmpty()) {
            throw new IllegalStateException("TEXT_FULL_WRITING");
        }
    }

    void complete() {
        outstanding.remove().onResult(new SendResult());
    }

    void fail(Throwable how) {
        outstanding.remove().onResult(new SendResult(how));
    }
}
