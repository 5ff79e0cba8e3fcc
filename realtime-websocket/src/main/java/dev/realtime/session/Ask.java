package dev.realtime.session;

import dev.realtime.Notifier;
import dev.realtime.RefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Asks what goes through the access hook, where the notifier has it asked: the hook is the application's, and must not hold a
 * thread that delivers events or reads from the network, which a session's may be.
 */
public final class Ask {
    private Ask() {}

    /** The question's own outcome; fails with a {@link RefusedException} where the notifier is closing. */
    public static <T> CompletionStage<T> on(Notifier notifier, Supplier<CompletionStage<T>> question) {
        try {
            return CompletableFuture.supplyAsync(question, notifier.asking()).thenCompose(stage -> stage);
        } catch (RejectedExecutionException closing) {
            return CompletableFuture.failedStage(
                    new RefusedException(RefusedException.Code.UNAVAILABLE, "shutting down"));
        }
    }
}
