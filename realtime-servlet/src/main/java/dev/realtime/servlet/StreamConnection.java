package dev.realtime.servlet;

import dev.realtime.CloseReason;
import dev.realtime.Subscription;
import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A response that goes on: gaps and events as they come, heartbeats in between, until its age or the server ends it. */
final class StreamConnection extends Connection {
    private final StreamFormat format;
    private final JoinedFrames joined;
    private final Duration retry;
    private final long heartbeatNanos;
    private final long endAt;

    private volatile long writtenAt;
    private boolean begun;
    private List<Event> beginning = List.of(); // what was read with the place that it begins at

    StreamConnection(Connections connections, Subscription subscription, StreamFormat format) {
        super(connections, subscription);
        RealtimeServletBuilder settings = connections.settings();
        this.format = format;
        this.joined = connections.joined();
        this.retry = jitter(settings.retry);
        this.heartbeatNanos = settings.heartbeat.toNanos();
        this.writtenAt = now();
        this.endAt = now()
                + (long) (settings.maxAge.toNanos()
                        * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble()));
    }

    /** Up to half as long again, so that clients who were let go together do not come back together. */
    static Duration jitter(Duration delay) {
        return delay.plusMillis(
                (long) (delay.toMillis() * 0.5 * ThreadLocalRandom.current().nextDouble()));
    }

    @Override
    boolean isStream() {
        return true;
    }

    @Override
    int beginning() {
        return subscription().isReplaying() ? REPLAY_BYTES : 0;
    }

    @Override
    boolean isDue(long now) {
        return now - writtenAt >= heartbeatNanos || now - endAt >= 0;
    }

    @Override
    byte @Nullable [] produce() {
        long now = now();
        byte[] bytes = begun ? more(now) : opening();
        if (bytes != null) {
            writtenAt = now;
        }
        return bytes;
    }

    private byte[] opening() {
        begun = true;
        Cursor place = subscription().cursor();
        Batch first = nextBatch();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(format.retry(retry));
        if (first.gap() != null) { // before the first place the client gets: that of a heartbeat would hide it
            bytes.writeBytes(format.gap(first.gap()));
            place = first.gap().resumed();
        }
        beginning = first.events();
        if (beginning.isEmpty()) {
            bytes.writeBytes(format.heartbeat(first.cursor()));
        } else {
            bytes.writeBytes(format.heartbeat(place));
            hasMore();
        }
        return bytes.toByteArray();
    }

    private byte @Nullable [] more(long now) {
        if (!beginning.isEmpty()) {
            List<Event> events = beginning;
            beginning = List.of();
            hasMore();
            return joined.bytes(format, events);
        }
        if (subscription().closed() != null || now - endAt >= 0) {
            CloseReason why = subscription().closed();
            endAfterThis(why != null ? why : CloseReason.MAX_AGE);
            return format.retry(retry);
        }
        Batch batch = nextBatch();
        if (!batch.isEmpty()) {
            return encode(batch);
        }
        return now - writtenAt >= heartbeatNanos ? format.heartbeat(batch.cursor()) : null;
    }

    private byte[] encode(Batch batch) {
        if (batch.gap() == null) {
            return joined.bytes(format, batch.events());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(format.gap(batch.gap()));
        batch.events().forEach(event -> bytes.writeBytes(format.event(event)));
        return bytes.toByteArray();
    }
}
