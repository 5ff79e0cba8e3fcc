package dev.realtime.servlet;

import dev.realtime.CloseReason;
import dev.realtime.Subscription;
import dev.realtime.log.Batch;
import dev.realtime.wire.BatchJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A response with one batch: as soon as there is one, or an empty one when the wait is over. */
final class PollConnection extends Connection {
    private final BatchJson json;
    private final int limit;
    private final long answerAt;
    private byte @Nullable [] answer;
    private boolean looked;

    /**
     * A poll that may wait.
     *
     * @param answer what to answer at once; null to wait for a batch, where there has just been none
     */
    PollConnection(
            Connections connections,
            Subscription subscription,
            BatchJson json,
            int limit,
            Duration wait,
            byte @Nullable [] answer) {
        super(connections, subscription);
        this.json = json;
        this.limit = limit;
        this.answerAt = now() + wait.toNanos();
        this.answer = answer;
        this.looked = answer == null;
    }

    @Override
    boolean isStream() {
        return false;
    }

    @Override
    int beginning() {
        return answer == null ? 0 : answer.length;
    }

    @Override
    boolean isDue(long now) {
        return now - answerAt >= 0;
    }

    @Override
    byte @Nullable [] produce() {
        if (looked) { // for the first time; what has come since is seen by arming
            looked = false;
            return null;
        }
        if (answer == null) {
            Batch batch = subscription().next(limit);
            if (batch.isEmpty() && now() - answerAt < 0 && subscription().closed() == null) {
                return null;
            }
            answer = json.encode(batch);
        }
        endAfterThis(CloseReason.ANSWERED);
        return answer;
    }
}
