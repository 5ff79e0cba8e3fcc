package dev.realtime.servlet;

import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.Watch;
import dev.realtime.log.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The open responses of one servlet, and the timer that looks after them: heartbeats, waits that are over, clients that have
 * stalled, streams that are old. Safe for use by several threads.
 */
final class Connections {
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Notifier notifier;
    private final RealtimeServletBuilder settings;
    private final Executor writer;
    private final @Nullable Executor replayer;
    private final Watch<Connection> open;
    private final JoinedFrames joined = new JoinedFrames();
    private volatile boolean closed;

    Connections(Notifier notifier, RealtimeServletBuilder settings, Executor writer) {
        this.notifier = notifier;
        this.settings = settings;
        this.writer = writer;
        this.replayer = RealtimeServlet.replayerFor(writer, notifier);
        this.open = new Watch<>(notifier);
    }

    RealtimeServletBuilder settings() {
        return settings;
    }

    Ticker ticker() {
        return notifier.ticker();
    }

    /** What streams that keep up have in common. */
    JoinedFrames joined() {
        return joined;
    }

    /** Where writes to clients are made. */
    Executor writer() {
        return writer;
    }

    /** Where those of replays are made by turns; null where a write may wait for its client, and so hold up the others. */
    @Nullable
    Executor replayer() {
        return replayer;
    }

    void add(Connection connection) {
        open.add(connection);
        if (closed) { // admitted while the servlet was being destroyed
            connection.drain();
        }
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    /** Lets every client go, with its cursor. Who is being written to has a moment to take it; who does not is cut off. */
    void close() {
        closed = true;
        open.all().forEach(connection -> connection.subscription().close(CloseReason.DRAINING));
        // Not: none in flight. Between two writes nothing is, and the second may be what says goodbye.
        open.awaitNone(GRACE);
        open.all().forEach(Connection::drain);
    }
}
