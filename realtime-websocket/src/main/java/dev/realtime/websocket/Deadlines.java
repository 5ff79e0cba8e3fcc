package dev.realtime.websocket;

import java.time.Duration;

/** When one connection has to be asked for a sign of life, and when it is given up. Safe for use by several threads. */
final class Deadlines {
    /** How often the peer is asked for a sign of life, and how long it may go without one. */
    static final Duration PING = Duration.ofSeconds(25);

    static final Duration SILENCE = Duration.ofSeconds(60);

    /** How long a send may be outstanding. */
    static final Duration STALL = Duration.ofSeconds(30);

    private volatile long heardAt;
    private volatile long sentAt;
    private volatile long pingedAt;

    /** What time asks for. */
    enum Due {
        NOTHING,
        PING,
        /** To be given up: no sign of life. */
        SILENT,
        /** To be given up: it does not take what is sent. */
        STALLED
    }

    Deadlines(long now) {
        heardAt = now;
        sentAt = now;
        pingedAt = now;
    }

    /** The peer has given a sign of life. */
    void heard(long now) {
        heardAt = now;
    }

    /** A send has begun. */
    void sending(long now) {
        sentAt = now;
    }

    /** @param sending whether a send is outstanding: then no ping may be sent */
    Due at(long now, boolean sending) {
        if (now - heardAt >= SILENCE.toNanos()) {
            return Due.SILENT;
        }
        if (sending) {
            return now - sentAt >= STALL.toNanos() ? Due.STALLED : Due.NOTHING;
        }
        if (now - pingedAt >= PING.toNanos()) {
            pingedAt = now;
            return Due.PING;
        }
        return Due.NOTHING;
    }
}
