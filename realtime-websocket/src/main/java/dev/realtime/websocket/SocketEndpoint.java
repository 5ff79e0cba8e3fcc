package dev.realtime.websocket;

import dev.realtime.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's side of one connection. Nothing here blocks or throws: several containers call it on an I/O thread, and close a
 * connection whose handler throws.
 */
public final class SocketEndpoint extends Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SocketEndpoint.class);

    /** The container's own idle timeout: beyond ours, and never none, for some find a dead connection by it alone. */
    private static final Duration IDLE = Duration.ofSeconds(75);

    /** How long the container may still try to say goodbye: with a send that is stuck, Jetty would until it is idle. */
    static final Duration GOODBYE = Duration.ofSeconds(5);

    private final Sockets sockets;
    private @Nullable SocketConnection connection;

    SocketEndpoint(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Handshake handshake = Handshake.take(session.getUserProperties());
        if (handshake == null) {
            refuse(session);
            return;
        }
        SocketConnection opened = new SocketConnection(sockets, session, handshake);
        connection = opened;
        // The container's message buffers stay as they are. Messages come in pieces and are measured by us; with larger
        // ones Tomcat takes that much for each connection, and at their limit Undertow reads no more and leaves the
        // connection open.
        limitIdleTime(session, IDLE);
        // Anonymous classes: containers read the handler's type argument, which a lambda does not keep.
        session.addMessageHandler(new MessageHandler.Partial<String>() {
            @Override
            public void onMessage(String part, boolean last) {
                opened.receive(part, last);
            }
        });
        session.addMessageHandler(new MessageHandler.Partial<ByteBuffer>() {
            @Override
            public void onMessage(ByteBuffer part, boolean last) {
                opened.receiveBinary(part.remaining(), last);
            }
        });
        session.addMessageHandler(new MessageHandler.Whole<PongMessage>() {
            @Override
            public void onMessage(PongMessage pong) {
                opened.heard();
            }
        });
        opened.open();
    }

    /**
     * Only where the container has such a limit by itself, as Jetty has, which needs it to give up a stuck connection. Our own
     * deadlines come first everywhere; on Tyrus (GlassFish, Payara), with one set, new connections were seen to be closed as idle
     * at once when others before them had been lost.
     */
    static void limitIdleTime(Session session, Duration time) {
        if (session.getMaxIdleTimeout() > 0) {
            session.setMaxIdleTimeout(time.toMillis());
        }
    }

    /** Someone has opened the endpoint's own path, past the servlet, the application's filters and the origin check. */
    private static void refuse(Session session) {
        try {
            session.close(new jakarta.websocket.CloseReason(CloseCodes.VIOLATED_POLICY, "not opened by the servlet"));
        } catch (IOException e) {
            LOG.debug("A refused connection was gone before it was closed", e);
        }
    }

    @Override
    public void onClose(Session session, jakarta.websocket.CloseReason reason) {
        if (connection != null) {
            boolean goodbye = reason.getCloseCode().getCode() <= CloseCodes.GOING_AWAY.getCode();
            connection.lost(goodbye ? CloseReason.CLIENT_CLOSED : CloseReason.CLIENT_GONE);
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        if (connection == null) {
            LOG.debug("A refused connection failed", failure);
        } else if (!connection.isOver()) { // else the application may be undeployed, and its logging no longer work
            LOG.debug("A connection failed", failure);
            connection.failed();
        }
    }
}
