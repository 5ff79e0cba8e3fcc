package dev.realtime.session;

import dev.realtime.CloseReason;
import dev.realtime.RefusedException;
import dev.realtime.Subscription;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operation whose outcome is not known yet, one at a time. The outcome comes on any thread, and is dealt with when the
 * session says. For one thread at a time.
 */
final class UnderWay {
    private static final Logger LOG = LoggerFactory.getLogger(UnderWay.class);

    private final Runnable wake;
    private volatile @Nullable Runnable outcome; // until it is settled
    private boolean busy;
    private boolean abandoned;

    /** @param wake run when there is an outcome, on any thread */
    UnderWay(Runnable wake) {
        this.wake = wake;
    }

    boolean isBusy() {
        return busy;
    }

    /** Goes on with what the stage brings, or with why it brings nothing. */
    <T extends @Nullable Object> void await(
            CompletionStage<T> stage, Consumer<T> next, Consumer<RefusedException> refused) {
        busy = true;
        stage.whenComplete((value, failure) -> {
            outcome = () -> settle(value, failure, next, refused);
            wake.run();
        });
    }

    /** Deals with what has become known. */
    void settle() {
        for (Runnable known = outcome; known != null; known = outcome) {
            outcome = null; // before it is run, which may begin the next operation
            busy = false;
            known.run();
        }
    }

    /** Nothing is gone on with any more; a subscription that comes too late is closed. */
    void abandon() {
        abandoned = true;
        settle();
    }

    private <T extends @Nullable Object> void settle(
            T value, @Nullable Throwable failure, Consumer<T> next, Consumer<RefusedException> refused) {
        if (abandoned) {
            if (value instanceof Subscription late) {
                late.close(CloseReason.CLIENT_GONE);
            }
            return;
        }
        try {
            if (failure == null) {
                next.accept(value);
                return;
            }
            throw failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        } catch (RefusedException e) {
            refused.accept(e);
        } catch (IllegalArgumentException e) {
            refused.accept(new RefusedException(RefusedException.Code.BAD_REQUEST, String.valueOf(e.getMessage())));
        } catch (Throwable e) {
            LOG.warn("An operation failed", e);
            refused.accept(new RefusedException(RefusedException.Code.UNAVAILABLE, "not possible at the moment"));
        }
    }
}
