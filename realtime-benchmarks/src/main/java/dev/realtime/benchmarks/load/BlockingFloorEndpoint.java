package dev.realtime.benchmarks.load;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** WebSocket on the bare API, sent by the one thread that publishes, which waits for each client: what nobody should do. */
public final class BlockingFloorEndpoint extends Endpoint implements Floor.Receiver {
    private final Floor floor;
    private @Nullable Session session;

    BlockingFloorEndpoint(Floor floor) {
        this.floor = floor;
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        session = opened;
        send(new byte[0], "{\"cursor\":\"floor-0\",\"events\":[]}");
        floor.add(this);
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
        Session open = session;
        if (open != null) {
            try {
                open.getBasicRemote().sendText(batch);
            } catch (IOException | RuntimeException gone) {
                floor.remove(this);
            }
        }
    }
}
