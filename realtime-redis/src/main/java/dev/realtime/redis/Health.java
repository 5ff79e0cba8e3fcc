package dev.realtime.redis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node has both its connections, and how far behind it is; says so when it changes. Safe for use by several
 * threads.
 */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(RedisEventLog.class);

    private boolean reachable;
    private boolean following;
    private boolean told; // that both are
    private boolean lost; // has been said

    /** The node can append. */
    synchronized void reachable() {
        reachable = true;
        tellConnected();
    }

    /** The copy is loaded and fed. */
    synchronized void following() {
        following = true;
        tellConnected();
    }

    private void tellConnected() {
        if (reachable && following && !told) {
            told = true;
            if (lost) {
                LOG.info("Redis is back");
            }
            lost = false;
        }
    }

    synchronized void appendsLost(String why) {
        reachable = false;
        tellLost(why);
    }

    synchronized void feedLost(String why) {
        following = false;
        tellLost(why);
    }

    private void tellLost(String why) {
        told = false;
        if (!lost) {
            lost = true;
            LOG.warn("Redis is lost, trying again: {}", why);
        }
    }

    /** So many events that are in Redis have yet to come here. */
    void at(long lag) {}
}
