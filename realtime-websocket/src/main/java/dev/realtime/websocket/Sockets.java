package dev.realtime.websocket;

import dev.realtime.Notifier;
import dev.realtime.Watch;
import dev.realtime.servlet.RealtimeServlet;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The open connections of one application, and where their work is done. Safe for use by several threads. */
final class Sockets {
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Notifier notifier;
    private final Executor writer;
    private final @Nullable Executor replayer;
    private final SocketLimits limits;
    private final Watch<SocketConnection> watch;

    Sockets(Notifier notifier, Executor writer, SocketLimits limits) {
        this.notifier = notifier;
        this.writer = writer;
        this.replayer = RealtimeServlet.replayerFor(writer, notifier);
        this.limits = limits;
        this.watch = new Watch<>(notifier);
        notifier.onClose(this::close);
    }

    /** Lets every peer go, with its cursor. Who is being written to has a moment to take it; who does not is cut off. */
    private void close() {
        watch.all().forEach(SocketConnection::drain);
        watch.awaitNone(GRACE);
        watch.all().forEach(SocketConnection::cut);
    }

    Notifier notifier() {
        return notifier;
    }

    /** Where turns are taken. */
    Executor writer() {
        return writer;
    }

    /** Where replays take theirs; null where a send may wait for its client, and so hold up the others. */
    @Nullable
    Executor replayer() {
        return replayer;
    }

    SocketLimits limits() {
        return limits;
    }

    Watch<SocketConnection> watch() {
        return watch;
    }
}
