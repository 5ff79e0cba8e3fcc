package dev.realtime;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection that the notifier has admitted: it counts against the limits until it ends, and is let go at a
 * moment of its own when the notifier drains. Safe for use by several threads.
 */
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final Admissions all;
    private final Client client;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean due;
    private volatile @Nullable Runnable letGo;

    Admission(Admissions all, Client client) {
        this.all = all;
        this.client = client;
    }

    Client client() {
        return client;
    }

    /** What lets the client go; it may run more than once, and at once where the moment has come already. */
    void onLetGo(Runnable action) {
        letGo = action;
        if (due) {
            letGo();
        }
    }

    /** The connection's moment to leave has come. */
    void letGo() {
        due = true;
        Runnable action = letGo;
        if (action != null) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A connection could not be let go", e);
            }
        }
    }

    /** The connection is over; a second call does nothing. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            all.ended(this);
        }
    }
}
