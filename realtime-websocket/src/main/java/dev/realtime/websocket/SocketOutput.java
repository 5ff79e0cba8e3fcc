package dev.realtime.websocket;

import dev.realtime.session.ProtocolSession.Close;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes to one peer. One send is outstanding at most: two of the containers refuse a second one, the others queue it without
 * limit. Sends and pings are for one thread at a time, when nothing {@link #isSending}; the rest for any.
 */
final class SocketOutput implements SendHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SocketOutput.class);
    private static final long NOBODY = -1;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Session session;
    private final Executor executor;
    private final Runnable done;
    private final Runnable failed;

    private volatile boolean sending;
    private volatile long
            sender; // the thread's number while it hands a message to the container; a reference costs the collector

    /**
     * @param executor for what some containers block in
     * @param done runs when a message has been taken, unless by the thread that sends it before that returns, and when a ping has
     * @param failed runs when one cannot be, after which nothing is to be sent
     */
    SocketOutput(Session session, Executor executor, Runnable done, Runnable failed) {
        this.session = session;
        this.executor = executor;
        this.done = done;
        this.failed = failed;
    }

    /** Whether a send is outstanding. */
    boolean isSending() {
        return sending;
    }

    void send(String message) {
        sending = true;
        sender = Thread.currentThread().getId();
        try {
            session.getAsyncRemote().sendText(message, this);
        } catch (RuntimeException e) { // containers throw several kinds when the peer has gone
            LOG.debug("A connection failed while being written to", e);
            failed.run();
        } finally {
            sender = NOBODY;
        }
    }

    /** A message has been sent: often before the call that sends it returns. */
    @Override
    public void onResult(SendResult result) {
        if (!result.isOK()) {
            failed.run();
            return;
        }
        sending = false;
        if (sender != Thread.currentThread().getId()) {
            done.run();
        }
    }

    /** Asks for a sign of life. It counts as a send, since nothing else may be sent meanwhile; it may block, so the executor makes it. */
    void ping() {
        sending = true;
        try {
            executor.execute(this::pingNow);
        } catch (RejectedExecutionException closing) {
            sending = false;
        }
    }

    private void pingNow() {
        try {
            session.getAsyncRemote().sendPing(NOTHING);
            sending = false;
            done.run();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A connection failed while being asked for a sign of life", e);
            failed.run();
        }
    }

    /** Ends the connection; on the executor, since some containers hold whoever closes a stuck one. */
    void close(Close close) {
        Runnable closing = () -> closeNow(close);
        try {
            executor.execute(closing);
        } catch (RejectedExecutionException down) {
            closing.run();
        }
    }

    private void closeNow(Close close) {
        try {
            SocketEndpoint.limitIdleTime(session, SocketEndpoint.GOODBYE);
            session.close(new jakarta.websocket.CloseReason(CloseCodes.getCloseCode(close.code()), close.reason()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A connection was gone before it was closed", e);
        }
    }
}
