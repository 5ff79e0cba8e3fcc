package dev.realtime.stomp;

import java.time.Duration;

/**
 * What one client may take of the server, each bound with its name and default. Immutable.
 *
 * @param frame of a frame as it is read
 * @param queue of what waits, within the session, to be handled or sent
 * @param transaction of all transactions that are open
 * @param maxSubscriptions at a time; default 100
 * @param window how many messages of one subscription may be unacknowledged before it waits; default 256
 * @param maxMessageLength up to how many characters frames are put together in one message, which a client without much
 *     buffer must be able to take (Tomcat's has 8,192 characters); default 8,192
 * @param heartBeat how often heart-beats are offered and wanted; zero for never; default 10 s
 */
public record StompLimits(
        Frame frame,
        Queue queue,
        Transaction transaction,
        int maxSubscriptions,
        int window,
        int maxMessageLength,
        Duration heartBeat) {
    /** Every default. */
    public static final StompLimits DEFAULT = new StompLimits(
            new Frame(16, 64, 8 << 10, 64 << 10),
            new Queue(1_024, 256 << 10, 64 << 10),
            new Transaction(16, 256, 256 << 10),
            100,
            256,
            8_192,
            Duration.ofSeconds(10));

    public StompLimits {
        positive("maxSubscriptions", maxSubscriptions);
        positive("window", window);
        positive("maxMessageLength", maxMessageLength);
        if (heartBeat.isNegative() || heartBeat.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("heartBeat must be from zero to one day: " + heartBeat);
        }
    }

    /** With another longest body, in bytes of UTF-8. */
    public StompLimits withMaxBodyBytes(int bytes) {
        Frame other = new Frame(frame.maxCommandLength, frame.maxHeaders, frame.maxHeaderBytes, bytes);
        return new StompLimits(other, queue, transaction, maxSubscriptions, window, maxMessageLength, heartBeat);
    }

    /** With another number of subscriptions at a time. */
    public StompLimits withMaxSubscriptions(int subscriptions) {
        return new StompLimits(frame, queue, transaction, subscriptions, window, maxMessageLength, heartBeat);
    }

    /** With other heart-beats. */
    public StompLimits withHeartBeat(Duration every) {
        return new StompLimits(frame, queue, transaction, maxSubscriptions, window, maxMessageLength, every);
    }

    /**
     * The bounds of a frame (1.2, "Size Limits"). Immutable.
     *
     * @param maxCommandLength in characters; default 16
     * @param maxHeaders default 64
     * @param maxHeaderBytes all header lines of a frame, in UTF-8; default 8 KiB
     * @param maxBodyBytes in UTF-8; default 64 KiB
     */
    public record Frame(int maxCommandLength, int maxHeaders, int maxHeaderBytes, int maxBodyBytes) {
        public Frame {
            positive("maxCommandLength", maxCommandLength);
            positive("maxHeaders", maxHeaders);
            positive("maxHeaderBytes", maxHeaderBytes);
            positive("maxBodyBytes", maxBodyBytes);
        }
    }

    /**
     * The bounds of what waits within a session. Sizes count characters, and some more for each header. Immutable.
     *
     * @param maxFrames received and not yet handled, beyond which the session ends; default 1,024
     * @param maxSize of those frames, beyond which the session ends; default 256 Ki
     * @param maxReplies characters of replies not yet sent, at which no frame is handled; default 64 Ki
     */
    public record Queue(int maxFrames, int maxSize, int maxReplies) {
        public Queue {
            positive("maxFrames", maxFrames);
            positive("maxSize", maxSize);
            positive("maxReplies", maxReplies);
        }
    }

    /**
     * The bounds of the transactions that are open. Immutable.
     *
     * @param maxOpen default 16
     * @param maxFrames in all of them; default 256
     * @param maxSize of those frames, counted as for {@link Queue}; default 256 Ki
     */
    public record Transaction(int maxOpen, int maxFrames, int maxSize) {
        public Transaction {
            positive("maxOpen", maxOpen);
            positive("maxFrames", maxFrames);
            positive("maxSize", maxSize);
        }
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more: " + value);
        }
    }
}
