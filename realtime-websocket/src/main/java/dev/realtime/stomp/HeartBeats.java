package dev.realtime.stomp;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When something must be sent, and when the client is taken for dead (1.2, "Heart-beating").
 *
 * <p>For one thread at a time, except for {@link #isDue}, which is safe for use by others.
 */
final class HeartBeats {
    private static final Pattern HEADER = Pattern.compile("([0-9]{1,9}),([0-9]{1,9})");
    private static final String NONE = "0,0";

    private final long offered; // milliseconds

    // Nanoseconds; 0 for never. Written by the session's thread.
    private volatile long sendAfter;
    private volatile long silentAfter;
    private volatile long sentAt;
    private volatile long receivedAt;

    HeartBeats(Duration offered) {
        this.offered = offered.toMillis();
    }

    /**
     * Agrees on both directions, each "every MAX milliseconds" of what the two sides named, and returns this side's header.
     *
     * @param header the client's; "a missing header MUST be treated the same way as 0,0"
     */
    String negotiate(@Nullable String header, long now) {
        Matcher client = HEADER.matcher(header == null ? NONE : header);
        if (!client.matches()) {
            throw Refusals.badRequest("header 'heart-beat' must be two numbers of milliseconds, such as 10000,10000: "
                    + Refusals.quote(String.valueOf(header)));
        }
        long sends = agreed(Long.parseLong(client.group(2)));
        long receives = agreed(Long.parseLong(client.group(1)));
        sent(now);
        received(now);
        sendAfter = sends - sends / 10; // "the sender MUST send new data at least every n": a timer may be late
        silentAfter = 2 * receives + receives / 10; // "the receiver SHOULD be tolerant"
        return offered + "," + offered;
    }

    private long agreed(long wanted) {
        return offered == 0 || wanted == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(Math.max(offered, wanted));
    }

    void sent(long now) {
        sentAt = now;
    }

    /** "Any new data received over the network connection is an indication that the remote end is alive." */
    void received(long now) {
        receivedAt = now;
    }

    boolean isDue(long now) {
        return mustSend(now) || isSilent(now);
    }

    boolean mustSend(long now) {
        return sendAfter > 0 && now - sentAt >= sendAfter;
    }

    boolean isSilent(long now) {
        return silentAfter > 0 && now - receivedAt >= silentAfter;
    }
}
