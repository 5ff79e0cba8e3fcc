package dev.realtime.stomp;

import dev.realtime.CloseReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one session, which take turns.
 *
 * <p>For one thread at a time, except for {@link #add}, {@link #ended} and {@link #endAll}, which are safe for use by several.
 */
final class StompSubscriptions {
    private final List<StompSubscription> all = new CopyOnWriteArrayList<>();
    private int turn;
    private @Nullable CloseReason over; // guarded by this

    /** Adds one; closes it at once where all have been ended. */
    synchronized void add(StompSubscription one) {
        if (over != null) {
            one.close(over);
        } else {
            all.add(one);
        }
    }

    void remove(StompSubscription one) {
        all.remove(one);
        one.close(CloseReason.CLIENT_CLOSED);
    }

    int size() {
        return all.size();
    }

    List<StompSubscription> all() {
        return all;
    }

    @Nullable
    StompSubscription find(String id) {
        for (StompSubscription one : all) {
            if (one.key().id().equals(id)) {
                return one;
            }
        }
        return null;
    }

    /** The next MESSAGE of any, beginning with the one after that which had the last; null where none has one. */
    @Nullable
    String next() {
        int size = all.size();
        for (int i = 0; i < size; i++) {
            int which = (turn + i) % size;
            String frame = all.get(which).next();
            if (frame != null) {
                turn = which + 1;
                return frame;
            }
        }
        return null;
    }

    boolean isReplaying() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isReplaying()) {
                return true;
            }
        }
        return false;
    }

    void arm(Runnable wake) {
        all.forEach(one -> one.arm(wake));
    }

    /** Why one of them ended that was not ended here: shutting down, or access refused; null while none has. */
    @Nullable
    CloseReason ended() {
        for (StompSubscription one : all) {
            CloseReason reason = one.closed();
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    /** Ends all, and those still to come. */
    synchronized void endAll(CloseReason reason) {
        if (over == null) {
            over = reason;
        }
        all.forEach(one -> one.close(reason));
        all.clear();
    }
}
