package dev.realtime.websocket;

import dev.realtime.Admission;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.RefusedException;
import dev.realtime.Trampoline;
import dev.realtime.Watch;
import dev.realtime.session.ProtocolSession;
import dev.realtime.session.ProtocolSession.Close;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection: brings what the peer sends to the protocol's session, and what that has to say to the peer.
 *
 * <p>As in a {@code Connection} of the servlet, everything happens in turns, one at a time. One send is outstanding at most: two of
 * the containers refuse a second one, the others queue it without limit. Its completion asks for the next turn.
 *
 * <pre>
 *   SENDING --result--> (next) --message--> SENDING
 *                         |------nothing--> ARMED --signal, message, timer--> (next)
 *   any --lost, late, or closed by the session--> CLOSED
 * </pre>
 */
final class SocketConnection implements Watch.Watched, SendHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    private static final AtomicReferenceFieldUpdater<SocketConnection, @Nullable CloseReason> OVER =
            AtomicReferenceFieldUpdater.newUpdater(SocketConnection.class, CloseReason.class, "over");
    private static final long NOBODY = -1;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Sockets sockets;
    private final Session session;
    private final Client client;
    private final ProtocolSession protocol;
    private final Trampoline turns = new Trampoline(this::turn);
    private volatile @Nullable CloseReason over; // by OVER
    private final Inbox inbox;
    private final Deadlines deadlines;

    private volatile @Nullable Admission admission;
    private volatile boolean opened;
    private volatile boolean sending;
    private volatile long
            sender; // the thread's number while it hands a message to the container; a reference costs the collector
    private volatile boolean pingDue;
    private volatile boolean leaving;
    private volatile boolean draining;

    SocketConnection(Sockets sockets, Session session, Handshake handshake) {
        this.sockets = sockets;
        this.session = session;
        this.client = handshake.client();
        this.protocol = handshake.protocol().apply(this::look);
        this.inbox = new Inbox(sockets.limits(), now());
        this.deadlines = new Deadlines(now());
    }

    void open() {
        sockets.watch().add(this);
        try {
            admission = sockets.notifier().connect(client, this::letGo);
        } catch (RefusedException refused) { // since the handshake, or by an endpoint that cannot refuse one
            boolean full = refused.code() == RefusedException.Code.TOO_MANY;
            close(full ? noRoom(refused) : shuttingDown());
        }
        opened = true; // not before it counts: a client that has its first message is one of those there are
        if (over != null) { // lost meanwhile
            leave();
        }
        look();
    }

    /** Not 1013, which says it best: Undertow takes a client's echo of it for an error (UT002026). */
    private static Close noRoom(RefusedException full) {
        return new Close(CloseCodes.VIOLATED_POLICY.getCode(), full.code().word(), CloseReason.CLIENT_CLOSED);
    }

    /** It is over. */
    private void leave() {
        sockets.watch().remove(this);
        Admission mine = admission;
        if (mine != null) {
            mine.end();
        }
    }

    private long now() {
        return sockets.notifier().ticker().nanos();
    }

    // ---- from the container ----

    void receive(String part, boolean last) {
        if (admits(MessageMeter.utf8Length(part), last) && (!part.isEmpty() || last)) {
            take(() -> protocol.receive(part, last));
        }
    }

    void receiveBinary(int bytes, boolean last) {
        if (admits(bytes, last) && last) {
            take(protocol::receiveBinary);
        }
    }

    private boolean admits(long bytes, boolean last) {
        heard();
        Inbox.Excess excess = inbox.measure(bytes, last, now());
        closeFor(excess);
        return excess == null;
    }

    private void take(Runnable message) {
        if (over == null) {
            closeFor(inbox.add(message));
            look();
        }
    }

    private void closeFor(Inbox.@Nullable Excess excess) {
        if (excess != null && over == null) { // what is still read after that is not told of again
            sockets.notifier().overLimit(client, excess.code(), excess.limit(), excess.rule());
            close(new Close(excess.close().getCode(), excess.rule(), CloseReason.CLIENT_GONE));
        }
    }

    /** The peer has given a sign of life. */
    void heard() {
        deadlines.heard(now());
    }

    /** The container says that the connection is gone. */
    void lost(CloseReason reason) {
        if (OVER.compareAndSet(this, null, reason)) {
            leave();
        }
        look();
    }

    boolean isOver() {
        return over != null;
    }

    /** The container cannot go on; some leave the connection open then, and read nothing more from it. */
    void failed() {
        close(new Close(CloseCodes.UNEXPECTED_CONDITION.getCode(), "failed", CloseReason.CLIENT_GONE));
    }

    // ---- turns ----

    private void look() {
        try {
            sockets.writer().execute(turns);
        } catch (RejectedExecutionException closing) {
            turns.run();
        }
    }

    private void turn() {
        if (!opened && over == null) {
            return; // the protocol's session has a wish while it is still being made
        }
        try {
            work();
        } catch (RuntimeException | Error e) {
            LOG.error("A protocol's session failed", e);
            close(new Close(CloseCodes.UNEXPECTED_CONDITION.getCode(), "failed", CloseReason.FAILED));
        }
        CloseReason reason = over;
        if (reason != null) {
            inbox.clear();
            protocol.ended(reason);
        }
    }

    private void work() {
        for (Runnable message = inbox.next(); message != null && over == null; message = inbox.next()) {
            message.run();
        }
        if (leaving) {
            protocol.letGo();
        }
        if (pingDue && !sending && over == null) {
            ping();
        }
        while (over == null && !sending) {
            String message = protocol.next();
            if (message == null) {
                Close close = protocol.close();
                if (close != null || draining) {
                    close(close != null ? close : shuttingDown());
                }
                break;
            }
            send(message);
        }
    }

    private void send(String message) {
        deadlines.sending(now());
        sending = true;
        sender = Thread.currentThread().getId();
        try {
            session.getAsyncRemote().sendText(message, this);
        } catch (RuntimeException e) { // containers throw several kinds when the peer has gone
            LOG.debug("A connection failed while being written to", e);
            close(new Close(CloseCodes.UNEXPECTED_CONDITION.getCode(), "not written", CloseReason.CLIENT_GONE));
        } finally {
            sender = NOBODY;
        }
    }

    /** A message has been sent: often before the call that sends it returns, and then its turn goes on by itself. */
    @Override
    public void onResult(SendResult result) {
        if (result.isOK()) {
            sending = false;
            if (sender != Thread.currentThread().getId()) {
                look();
            }
        } else {
            close(new Close(CloseCodes.UNEXPECTED_CONDITION.getCode(), "not written", CloseReason.CLIENT_GONE));
        }
    }

    // ---- time ----

    @Override
    public void tick(long now) {
        switch (deadlines.at(now, sending)) {
            case SILENT ->
                close(new Close(CloseCodes.GOING_AWAY.getCode(), "no sign of life", CloseReason.CLIENT_GONE));
            case STALLED -> close(new Close(CloseCodes.GOING_AWAY.getCode(), "not read", CloseReason.STALLED));
            case PING -> {
                pingDue = true;
                look();
            }
            case NOTHING -> {
                if (!sending && protocol.isDue(now)) {
                    look();
                }
            }
        }
    }

    /** A ping counts as a send, since nothing else may be sent meanwhile; it may block, so the executor makes it. */
    private void ping() {
        pingDue = false;
        deadlines.sending(now());
        sending = true;
        try {
            sockets.notifier().executor().execute(this::pingNow);
        } catch (RejectedExecutionException closing) {
            sending = false;
        }
    }

    private void pingNow() {
        try {
            session.getAsyncRemote().sendPing(NOTHING);
            sending = false;
            look();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A connection failed while being asked for a sign of life", e);
            failed();
        }
    }

    /** Lets the peer go once it has taken what is being sent: it comes back with its cursor. */
    private void letGo() {
        leaving = true;
        look();
    }

    /** Lets the peer go as soon as it has taken what is being sent. */
    void drain() {
        draining = true;
        look();
    }

    /** Lets the peer go now, whatever it has not taken. */
    void cut() {
        close(shuttingDown());
    }

    private static Close shuttingDown() {
        return new Close(CloseCodes.GOING_AWAY.getCode(), "shutting down", CloseReason.DRAINING);
    }

    /** Ends the connection; the container is told on the executor, since some hold whoever closes a stuck connection. */
    private void close(Close close) {
        if (OVER.compareAndSet(this, null, close.meaning())) {
            leave();
            Runnable closing = () -> closeSession(close);
            try {
                sockets.notifier().executor().execute(closing);
            } catch (RejectedExecutionException down) {
                closing.run();
            }
            look();
        }
    }

    private void closeSession(Close close) {
        try {
            SocketEndpoint.limitIdleTime(session, SocketEndpoint.GOODBYE);
            session.close(new jakarta.websocket.CloseReason(CloseCodes.getCloseCode(close.code()), close.reason()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A connection was gone before it was closed", e);
        }
    }
}
