package dev.realtime.benchmarks.load;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WebSocket on the bare API: one asynchronous send for a message, after the one before. */
public final class FloorEndpoint extends Endpoint implements SendHandler, Floor.Receiver {
    private final Floor floor;
    private final Deque<String> waiting = new ArrayDeque<>();
    private @Nullable Session session;
    private boolean sending;

    FloorEndpoint(Floor floor) {
        this.floor = floor;
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        session = opened;
        if (List.of(Message.HISTORY).equals(opened.getRequestParameterMap().get("topic"))) {
            floor.replay(this);
            return;
        }
        floor.add(this);
        send(new byte[0], "{\"cursor\":\"floor-0\",\"events\":[]}");
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        floor.remove(this);
    }

    @Override
    public void onError(Session failed, Throwable failure) {
        floor.remove(this);
    }

    @Override
    public void send(byte[] block, String batch) {
        synchronized (waiting) {
            waiting.add(batch);
            if (sending) {
                return;
            }
            sending = true;
        }
        next();
    }

    @Override
    public void onResult(SendResult result) {
        if (!result.isOK()) {
            floor.remove(this);
        } else {
            next();
        }
    }

    private void next() {
        String text;
        synchronized (waiting) {
            text = waiting.poll();
            sending = text != null;
        }
        Session open = session;
        if (text != null && open != null) {
            try {
                open.getAsyncRemote().sendText(text, this);
            } catch (RuntimeException gone) {
                floor.remove(this);
            }
        }
    }
}
