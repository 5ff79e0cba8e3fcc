package dev.realtime.stomp;

import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.RefusedException;
import dev.realtime.RefusedException.Code;
import dev.realtime.session.ProtocolSession;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * STOMP 1.2, 1.1 and 1.0 with one client.
 *
 * <pre>
 *   NEW --CONNECT, STOMP--> CONNECTED --DISCONNECT, a rule broken, silence, the notifier closing--> CLOSING
 *   CONNECTED --DISCONNECT with a receipt--> LEAVING --a moment in which the client may close first--> CLOSING
 *   NEW --anything else--> CLOSING                  what is queued is still sent, then there is a close
 *   any --the connection is over--> ENDED
 * </pre>
 *
 * Frames are handled one after the other: while access or log take their time over one, those after it wait in the
 * inbox, within its bound; replies wait in the outbox, and at its bound no frame is handled. Messages wait in the log.
 *
 * <p>For one thread at a time, except for {@link #isDue}, which is safe for use by others.
 */
public final class StompSession implements ProtocolSession {
    private static final Logger LOG = LoggerFactory.getLogger(StompSession.class);
    private static final String HEART_BEAT = "\n";

    /**
     * How long a client that leaves has to close the connection itself once it has its RECEIPT, as clients do: closes that cross each
     * other are supposed to be what one client saw as 1006.
     */
    static final Duration FAREWELL = Duration.ofSeconds(1);

    private enum State {
        NEW,
        CONNECTED,
        LEAVING,
        CLOSING,
        ENDED
    }

    private final Notifier notifier;
    private final Client client;
    private final StompMessages messages;
    private final StompLimits limits;
    private final NackListener nacks;
    private final Runnable wake;

    private final StompDecoder decoder;
    private final HeartBeats heartBeats;
    private final StompSubscriptions subscriptions = new StompSubscriptions();
    private final UnderWay underWay;

    private volatile State state = State.NEW;
    private volatile long receiptedAt; // by the notifier's ticker, of a client that is leaving
    private volatile boolean receipted;

    // Only the session's thread.
    private final Inbox inbox;
    private final Outbox outbox;
    private final Packer packer;
    private @Nullable Commands commands;
    private boolean garbled;
    private @Nullable Close close;

    /** With every default, and nobody who is told of a NACK. */
    public StompSession(Notifier notifier, Client client, StompMessages messages, Runnable wake) {
        this(notifier, client, messages, StompLimits.DEFAULT, NackListener.NOBODY, wake);
    }

    /** With these limits; {@code wake} is run, on any thread, when there may be something to send. */
    public StompSession(
            Notifier notifier,
            Client client,
            StompMessages messages,
            StompLimits limits,
            NackListener nacks,
            Runnable wake) {
        this.notifier = notifier;
        this.client = client;
        this.messages = messages;
        this.limits = limits;
        this.nacks = nacks;
        this.wake = wake;
        this.underWay = new UnderWay(wake);
        this.decoder = new StompDecoder(limits.frame());
        this.heartBeats = new HeartBeats(limits.heartBeat());
        this.inbox = new Inbox(limits.queue());
        this.outbox = new Outbox(limits.queue().maxReplies());
        this.packer = new Packer(limits.maxMessageLength());
    }

    /** Ends with this error, whatever the peer sends. */
    public void refuse(RefusedException rule) {
        fail(rule, null);
    }

    // ---- what the peer sends ----

    @Override
    public void receive(String part, boolean last) {
        heartBeats.received(notifier.ticker().nanos());
        if (garbled || isOver()) {
            return;
        }
        try {
            decoder.decode(part, this::received);
        } catch (RefusedException rule) { // told in its turn, after the frames before it
            garbled = true;
            inbox.add(rule);
            handle();
        }
    }

    @Override
    public void receiveBinary() {
        RefusedException rule = Refusals.badRequest("a message must be text, not binary");
        fail(rule, null, new Close(1003, rule.code().word(), CloseReason.CLIENT_CLOSED));
    }

    /** Handled at once where nothing is before it, since a CONNECT decides how the next frame is read. */
    private void received(StompFrame frame) {
        if (isOver()) {
            return;
        }
        try {
            inbox.add(frame);
        } catch (RefusedException full) {
            refuse(full, null);
        }
        handle();
    }

    // ---- handling frames ----

    private void handle() {
        try {
            handleAll();
        } catch (RuntimeException e) {
            failUnexpectedly(e, null);
        }
    }

    private void handleAll() {
        while (!isOver()) {
            if (underWay.isBusy()) {
                UnderWay.Outcome outcome = underWay.poll();
                if (outcome == null) {
                    return;
                }
                finish(outcome);
            } else {
                Inbox.Item item = outbox.isFull() ? null : inbox.poll();
                if (item == null) {
                    return;
                }
                begin(item);
            }
        }
    }

    private void begin(Inbox.Item item) {
        if (item instanceof Inbox.Item.Broken broken) {
            refuse(broken.rule(), null);
        } else if (item instanceof Inbox.Item.Received received) {
            StompFrame frame = received.frame();
            try {
                begin(frame);
            } catch (RefusedException refused) {
                refuse(refused, frame);
            }
        }
    }

    private void begin(StompFrame frame) {
        if (commands == null) {
            connect(frame);
        } else if (Handshake.isConnect(frame)) {
            throw Refusals.badRequest("a session must have one CONNECT or STOMP frame only");
        } else if (frame.command().equals("DISCONNECT")) {
            outbox.addReceipt(frame, Map.of());
            State next = frame.header("receipt") == null ? State.CLOSING : State.LEAVING;
            end(next, new Close(1000, "", CloseReason.CLIENT_CLOSED));
        } else {
            underWay.begin(frame, commands.handle(frame));
        }
    }

    private void connect(StompFrame frame) {
        StompVersion agreed = Handshake.version(frame);
        if (agreed == null) { // "the server MUST respond with an ERROR frame similar to the following"
            throw Refusals.badRequest("header 'accept-version' must have one of " + StompVersion.SUPPORTED);
        }
        Handshake handshake = new Handshake(heartBeats, client.principal());
        StompFrame connected =
                handshake.connected(frame, agreed, notifier.ticker().nanos());
        decoder.version(agreed);
        outbox.version(agreed);
        commands = new Commands(notifier, client, limits, nacks, agreed, messages, subscriptions);
        state = State.CONNECTED;
        outbox.add(connected);
    }

    private void finish(UnderWay.Outcome outcome) {
        StompFrame frame = outcome.frame();
        if (outcome.effect() != null) {
            outbox.addReceipt(frame, outcome.effect().run());
        } else if (outcome.failure() instanceof RefusedException refused) {
            fail(refused, frame);
        } else if (outcome.failure() instanceof IllegalArgumentException rule) { // of a log that can never take it
            fail(Refusals.badRequest(String.valueOf(rule.getMessage())), frame);
        } else {
            failUnexpectedly(outcome.failure(), frame);
        }
    }

    // ---- what is sent ----

    @Override
    public @Nullable String next() {
        handle();
        try {
            return state == State.ENDED ? null : produce();
        } catch (RuntimeException e) {
            failUnexpectedly(e, null);
            return packer.pack(outbox::poll);
        }
    }

    private @Nullable String produce() {
        long now = notifier.ticker().nanos();
        if (state == State.CONNECTED) {
            endIfOver(now);
        }
        String message = packer.pack(this::nextFrame);
        if (message == null && state == State.LEAVING) {
            leave(now);
        }
        if (message == null && state == State.CONNECTED) {
            if (!heartBeats.mustSend(now)) {
                subscriptions.arm(wake);
                return null;
            }
            message = HEART_BEAT; // "if the sender has no real STOMP frame to send, it MUST send an end-of-line"
        }
        heartBeats.sent(now);
        return message;
    }

    private void leave(long now) {
        if (!receipted) {
            receiptedAt = now;
            receipted = true;
        } else if (isPatienceOver(now)) {
            state = State.CLOSING;
        }
    }

    private boolean isPatienceOver(long now) {
        return receipted && now - receiptedAt >= FAREWELL.toNanos();
    }

    private @Nullable String nextFrame() {
        String reply = outbox.poll();
        return reply != null || state != State.CONNECTED ? reply : subscriptions.next();
    }

    /** Without an ERROR where that would reach nobody, or be taken for one by who only has to come back. */
    private void endIfOver(long now) {
        CloseReason ended = subscriptions.ended();
        if (ended == CloseReason.REFUSED) {
            RefusedException withdrawn = new RefusedException(Code.FORBIDDEN, "access has been withdrawn");
            fail(withdrawn, null, new Close(1008, withdrawn.code().word(), ended));
        } else if (ended != null) {
            end(new Close(1001, "shutting down", ended));
        } else if (heartBeats.isSilent(now)) {
            end(new Close(1002, "no heart-beat came", CloseReason.CLIENT_GONE));
        }
    }

    @Override
    public boolean isReplaying() {
        handle(); // which may bring the subscription
        return state == State.CONNECTED && outbox.isEmpty() && subscriptions.isReplaying();
    }

    @Override
    public boolean isDue(long now) {
        return switch (state) {
            case CONNECTED -> heartBeats.isDue(now) || subscriptions.ended() != null;
            case LEAVING -> isPatienceOver(now);
            case NEW, CLOSING, ENDED -> false;
        };
    }

    // ---- the end ----

    @Override
    public void letGo() {
        end(new Close(1001, "shutting down", CloseReason.DRAINING));
    }

    @Override
    public @Nullable Close close() {
        return state == State.LEAVING ? null : close;
    }

    @Override
    public void ended(CloseReason reason) {
        state = State.ENDED;
        release(reason);
        underWay.abandon();
    }

    private boolean isOver() {
        return state == State.LEAVING || state == State.CLOSING || state == State.ENDED;
    }

    /** Refuses by a rule of this session's own: of its limits nobody has told yet. */
    private void refuse(RefusedException rule, @Nullable StompFrame cause) {
        notifier.tellOfLimit(client, rule);
        fail(rule, cause);
    }

    private void fail(RefusedException rule, @Nullable StompFrame cause) {
        fail(rule, cause, Errors.close(rule));
    }

    /** "It MUST then close the connection just after sending the ERROR frame" (1.2, "ERROR"). */
    private void fail(RefusedException rule, @Nullable StompFrame cause, Close with) {
        if (!isOver()) {
            outbox.addError(rule, cause);
            end(with);
        }
    }

    private void failUnexpectedly(@Nullable Throwable failure, @Nullable StompFrame cause) {
        LOG.error("A STOMP session failed", failure);
        RefusedException rule = new RefusedException(Code.UNAVAILABLE, "the server could not go on");
        fail(rule, cause, new Close(1011, rule.code().word(), CloseReason.FAILED));
    }

    private void end(Close with) {
        end(State.CLOSING, with);
    }

    private void end(State next, Close with) {
        if (!isOver()) {
            state = next;
            close = with;
            release(with.meaning());
        }
    }

    private void release(CloseReason reason) {
        inbox.clear();
        if (commands != null) {
            commands.end();
        }
        subscriptions.endAll(reason);
    }
}
