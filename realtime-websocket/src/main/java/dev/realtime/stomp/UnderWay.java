package dev.realtime.stomp;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one frame that is being handled, while access or log take their time over it.
 *
 * <p>Its outcome comes on any thread and is taken by the session's own, which owns all else.
 */
final class UnderWay {
    private final Runnable wake;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private volatile boolean abandoned;
    private @Nullable StompFrame frame;

    /** How a frame's handling came out: what is left to do, or why it failed. */
    record Outcome(
            StompFrame frame,
            Commands.@Nullable Effect effect,
            @Nullable Throwable failure) {}

    /** @param wake run when an outcome comes later */
    UnderWay(Runnable wake) {
        this.wake = wake;
    }

    void begin(StompFrame handled, CompletionStage<Commands.Effect> stage) {
        frame = handled;
        boolean atOnce = stage.toCompletableFuture().isDone();
        stage.whenComplete((effect, failure) -> {
            outcome.set(new Outcome(handled, effect, cause(failure)));
            if (abandoned) {
                runLate();
            } else if (!atOnce) {
                wake.run();
            }
        });
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return failure.getCause();
        }
        return failure;
    }

    /** Whether there is a frame whose outcome has not been taken. */
    boolean isBusy() {
        return frame != null;
    }

    /** The outcome, taken; null while there is none. */
    @Nullable
    Outcome poll() {
        Outcome come = outcome.getAndSet(null);
        if (come != null) {
            frame = null;
        }
        return come;
    }

    /** The session is over. A subscription that still begins joins those that have ended, which closes it. */
    void abandon() {
        abandoned = true;
        runLate();
    }

    private void runLate() {
        Outcome late = outcome.getAndSet(null);
        if (late != null && late.effect() != null) {
            late.effect().run();
        }
    }
}
