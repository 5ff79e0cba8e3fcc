package dev.realtime.websocket;

import dev.realtime.Notifier;
import dev.realtime.Watch;
import java.util.concurrent.Executor;

/** The open connections of one application, and where their work is done. Safe for use by several threads. */
final class Sockets {
    private final Notifier notifier;
    private final Executor writer;
    private final SocketLimits limits;
    private final Watch<SocketConnection> watch;

    Sockets(Notifier notifier, Executor writer, SocketLimits limits) {
        this.notifier = notifier;
        this.writer = writer;
        this.limits = limits;
        this.watch = new Watch<>(notifier);
        notifier.onClose(() -> watch.all().forEach(SocketConnection::drain));
    }

    Notifier notifier() {
        return notifier;
    }

    /** Where turns are taken. */
    Executor writer() {
        return writer;
    }

    SocketLimits limits() {
        return limits;
    }

    Watch<SocketConnection> watch() {
        return watch;
    }
}
