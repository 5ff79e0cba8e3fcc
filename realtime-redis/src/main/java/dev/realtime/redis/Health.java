package dev.realtime.redis;

import dev.realtime.log.EventLog;
import dev.realtime.log.LogWatcher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node has both its connections, that which it appends by and that which feeds its copy, and how far behind it is;
 * tells of changes. Safe for use by several threads.
 */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(RedisEventLog.class);

    private final List<LogWatcher> watchers = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private boolean reachable;
    private boolean following;
    private boolean connected;
    private boolean lost;
    private String why = "";
    private long behind;

    synchronized EventLog.Following watch(LogWatcher watcher) {
        if (connected) {
            watcher.connected();
        } else if (lost) {
            watcher.lost(why);
        }
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** The node can append. */
    synchronized void reachable() {
        reachable = true;
        gained();
    }

    /** The copy is loaded and fed. */
    synchronized void following() {
        following = true;
        gained();
    }

    private void gained() {
        if (reachable && following && !connected) {
            if (lost) {
                LOG.info("Redis is back");
            }
            connected = true;
            lost = false;
            tell(LogWatcher::connected);
        }
    }

    synchronized void appendsLost(String reason) {
        reachable = false;
        lost(reason);
    }

    synchronized void feedLost(String reason) {
        following = false;
        lost(reason);
    }

    private void lost(String reason) {
        if (!lost) {
            LOG.warn("Redis is lost, and tried again: {}", reason);
            connected = false;
            lost = true;
            why = reason;
            tell(watcher -> watcher.lost(reason));
        }
    }

    /** So many events that are in Redis have yet to come here. */
    synchronized void behind(long events) {
        if (events > 0 || behind > 0) {
            behind = events;
            tell(watcher -> watcher.behind(events));
        }
    }

    private void tell(Consumer<LogWatcher> what) {
        watchers.forEach(what);
    }
}
