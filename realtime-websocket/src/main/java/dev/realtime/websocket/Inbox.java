package dev.realtime.websocket;

import dev.realtime.RefusedException.Code;
import jakarta.websocket.CloseReason.CloseCodes;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the peer of one connection has sent and nobody has looked at yet, and the limits that it must keep. Messages are measured and
 * added by the container's reading thread, and taken by any one thread at a time.
 */
final class Inbox {
    /** The most bytes of one message from a client, and the most pieces it may come in. */
    static final int MAX_MESSAGE_BYTES = 64 << 10;

    static final int MAX_FRAGMENTS = 1_024;

    /** The most messages that may wait. */
    static final int MAX_UNREAD = 1_024;

    private final ConcurrentLinkedQueue<Runnable> unread = new ConcurrentLinkedQueue<>();
    private final MessageMeter meter = new MessageMeter(MAX_MESSAGE_BYTES, MAX_FRAGMENTS);
    private final int maxPerSecond;
    private final RateMeter rate;

    /** A limit that is exceeded, and how the connection ends for it. */
    record Excess(Code code, String limit, CloseCodes close, String rule) {}

    Inbox(SocketLimits limits, long now) {
        this.maxPerSecond = limits.maxMessagesPerSecond();
        this.rate = new RateMeter(maxPerSecond, now);
    }

    /** What a piece of this many bytes exceeds, or null. */
    @Nullable
    Excess measure(long pieceBytes, boolean last, long now) {
        if (!meter.admits(pieceBytes, last)) {
            String rule = "at most " + MAX_MESSAGE_BYTES + " bytes in " + MAX_FRAGMENTS + " fragments";
            return new Excess(Code.TOO_LARGE, "maxMessageBytes", CloseCodes.TOO_BIG, rule);
        }
        if (last && !rate.admits(now)) {
            String rule = "at most " + maxPerSecond + " messages a second";
            return new Excess(Code.TOO_MANY, "maxMessagesPerSecond", CloseCodes.VIOLATED_POLICY, rule);
        }
        return null;
    }

    /** Keeps what to do with a message, or part of one, until it is its turn; what that exceeds, or null. */
    @Nullable
    Excess add(Runnable message) {
        unread.add(message);
        if (unread.size() > MAX_UNREAD) {
            String rule = "at most " + MAX_UNREAD + " messages may wait";
            return new Excess(Code.TOO_MANY, "maxUnread", CloseCodes.VIOLATED_POLICY, rule);
        }
        return null;
    }

    /** What to do next, or null for nothing. */
    @Nullable
    Runnable next() {
        return unread.poll();
    }

    void clear() {
        unread.clear();
    }
}
