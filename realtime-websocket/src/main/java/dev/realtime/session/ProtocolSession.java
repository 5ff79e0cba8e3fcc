package dev.realtime.session;

import dev.realtime.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * A protocol on one connection: fed what the peer sends, asked for what to send. Knows no container.
 *
 * <p>For one thread at a time. When something may have changed meanwhile, on whatever thread, it runs the {@code wake} that
 * it was made with.
 */
public interface ProtocolSession {
    /**
     * Takes text the peer has sent.
     *
     * @param last whether the message ends with it
     */
    void receive(String part, boolean last);

    /** The peer has sent a binary message. */
    void receiveBinary();

    /** The next message to send, or null for nothing now; then {@code wake} runs when there may be. */
    @Nullable
    String next();

    /**
     * Whether what {@link #next} would bring may be of a replay that is counted ({@link dev.realtime.Subscription#isReplaying}), of which
     * there may be more than others should have to wait for. Not while there is an answer to send. Takes what has been waited for, as
     * {@link #next} does.
     */
    boolean isReplaying();

    /** Whether {@link #next} or {@link #close} may have something at this time, by the notifier's ticker, that nothing wakes it for. */
    boolean isDue(long now);

    /** The client is to go, to come back elsewhere: {@link #next} has what is left to answer, then {@link #close} a goodbye. */
    void letGo();

    /** How to close the connection, once {@link #next} has nothing more; null while it is to stay open. */
    @Nullable
    Close close();

    /** The connection is over: lets go of everything, also of what an operation under way brings later, at another call. */
    void ended(CloseReason reason);

    /** A close frame's code (RFC 6455, section 7.4) and reason, and what it means to the subscriptions. */
    record Close(int code, String reason, CloseReason meaning) {}
}
