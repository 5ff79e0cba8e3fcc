package dev.realtime.stomp;

import dev.realtime.RefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The replies that wait to be sent. At its bound the session handles no further frame, so that it passes it by no more
 * than one reply and an ERROR. For one thread at a time.
 */
final class Outbox {
    private final int maxLength;
    private final Deque<String> replies = new ArrayDeque<>();
    private int length;
    private @Nullable StompVersion version;

    Outbox(int maxLength) {
        this.maxLength = maxLength;
    }

    /** From now on writes frames of this version; before the first call what a client of any version can read. */
    void version(StompVersion agreed) {
        this.version = agreed;
    }

    boolean isFull() {
        return length >= maxLength;
    }

    boolean isEmpty() {
        return replies.isEmpty();
    }

    void add(StompFrame frame) {
        String reply = StompEncoder.encode(frame, version);
        replies.add(reply);
        length += reply.length();
    }

    /**
     * Adds the RECEIPT for a frame that has been handled, if it asks for one: "any client frame other than CONNECT MAY
     * specify a receipt header" (1.2, "Header receipt").
     */
    void addReceipt(StompFrame handled, Map<String, String> more) {
        String receipt = handled.header("receipt");
        if (receipt != null) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("receipt-id", receipt);
            headers.putAll(more);
            add(StompFrame.of("RECEIPT", headers));
        }
    }

    /** Adds the ERROR that tells why the session ends; {@code cause} is the client's frame, or null where none is to blame. */
    void addError(RefusedException rule, @Nullable StompFrame cause) {
        add(Errors.frame(rule, cause, version));
    }

    /** The oldest, taken away; null where there is none. */
    @Nullable
    String poll() {
        String reply = replies.poll();
        if (reply != null) {
            length -= reply.length();
        }
        return reply;
    }
}
