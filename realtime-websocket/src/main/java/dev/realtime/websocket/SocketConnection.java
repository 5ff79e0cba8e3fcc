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
import jakarta.websocket.Session;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket connection: brings what the peer sends to the protocol's session, and what that has to say to the peer.
 *
 * <p>As in a {@code Connection} of the servlet, everything happens in turns, one at a time. One send is outstanding at most, and its
 * completion asks for the next turn. What a replay says takes its turn among other replays, one message at a time.
 *
 * <pre>
 *   SENDING --result--> (next) --message--> SENDING
 *                         |------nothing--> ARMED --signal, message, timer--> (next)
 *   any --lost, late, or closed by the session--> CLOSED
 * </pre>
 */
final class SocketConnection implements Watch.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    private static final AtomicReferenceFieldUpdater<SocketConnection, @Nullable CloseReason> OVER =
            AtomicReferenceFieldUpdater.newUpdater(SocketConnection.class, CloseReason.class, "over");

    private final Sockets sockets;
    private final SocketOutput output;
    private final Client client;
    private final ProtocolSession protocol;
    private final Trampoline turns = new Trampoline(this::turn);
    private volatile @Nullable CloseReason over; // by OVER
    private final Inbox inbox;
    private final Deadlines deadlines;

    private volatile @Nullable Admission admission;
    private volatile boolean opened;
    private volatile boolean queued; // for a turn among replays
    private volatile boolean itsTurn; // among them
    private volatile boolean pingDue;
    private volatile boolean leaving;
    private volatile boolean draining;

    SocketConnection(Sockets sockets, Session session, Handshake handshake) {
        this.sockets = sockets;
        this.output = new SocketOutput(session, sockets.notifier().executor(), this::look, this::notWritten);
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

    /** Asks for a turn after those that other replays wait for already. */
    private void lookAmongReplays(Executor replayer) {
        if (!queued) {
            queued = true;
            try {
                replayer.execute(this::turnAmongReplays);
            } catch (RejectedExecutionException closing) { // when little is left to say, and that should get there
                turnAmongReplays();
            }
        }
    }

    private void turnAmongReplays() {
        queued = false;
        itsTurn = true;
        turns.run();
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
        boolean mayReplay = itsTurn;
        itsTurn = false;
        for (Runnable message = inbox.next(); message != null && over == null; message = inbox.next()) {
            message.run();
        }
        if (leaving) {
            protocol.letGo();
        }
        if (pingDue && !output.isSending() && over == null) {
            pingDue = false;
            deadlines.sending(now());
            output.ping();
        }
        while (over == null && !output.isSending()) {
            boolean replay = protocol.isReplaying();
            Executor replayer = sockets.replayer();
            if (replay && replayer != null && !mayReplay) {
                lookAmongReplays(replayer);
                break;
            }
            mayReplay &= !replay;
            String message = protocol.next();
            if (message == null) {
                Close close = protocol.close();
                if (close != null || draining) {
                    close(close != null ? close : shuttingDown());
                }
                break;
            }
            deadlines.sending(now());
            output.send(message);
            if (replay && replayer == null) {
                look(); // at what the client has said meanwhile, too
                break;
            }
        }
    }

    private void notWritten() {
        close(new Close(CloseCodes.UNEXPECTED_CONDITION.getCode(), "not written", CloseReason.CLIENT_GONE));
    }

    // ---- time ----

    @Override
    public void tick(long now) {
        switch (deadlines.at(now, output.isSending())) {
            case SILENT ->
                close(new Close(CloseCodes.GOING_AWAY.getCode(), "no sign of life", CloseReason.CLIENT_GONE));
            case STALLED -> close(new Close(CloseCodes.GOING_AWAY.getCode(), "not read", CloseReason.STALLED));
            case PING -> {
                pingDue = true;
                look();
            }
            case NOTHING -> {
                if (!output.isSending() && protocol.isDue(now)) {
                    look();
                }
            }
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

    private void close(Close close) {
        if (OVER.compareAndSet(this, null, close.meaning())) {
            leave();
            output.close(close);
            look();
        }
    }
}
