package dev.realtime;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a notifier is closed, and what transports want done when it closes. Safe for use by several threads. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    /** @throws RefusedException where it is closed */
    void requireOpen() {
        if (closed) {
            throw Admissions.shuttingDown();
        }
    }

    /** From now on it is closed; false where that is so already, and whoever closed it sees to the rest. */
    boolean begin() {
        closed = true;
        return begun.compareAndSet(false, true);
    }

    /** Adds what is to be run, at once where it is closed. */
    Scheduler.Scheduled add(Runnable action) {
        actions.add(action);
        if (closed && actions.remove(action)) {
            action.run();
        }
        return () -> actions.remove(action);
    }

    /** Runs what was added, each once. */
    void run() {
        for (Runnable action : List.copyOf(actions)) {
            if (actions.remove(action)) {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    LOG.error("A transport could not let go of what it holds", e);
                }
            }
        }
    }
}
