package dev.realtime;

import dev.realtime.event.TopicFilter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What clients may do: asked before they do it, and again of their subscriptions when the application says that rights
 * have changed. Safe for use by several threads.
 *
 * <p>A change has a number. A subscription that was allowed before the change and began after its subscriptions were gone
 * through sees that the number has moved, and is asked again: it was added first, and looked second.
 */
final class Rights {
    private final AccessGate gate;
    private final Executor executor;
    private final Telling telling;
    private final AtomicInteger changes = new AtomicInteger();

    /** @param executor where the hook is called again for who was asked for on a thread that delivers events */
    Rights(AccessGate gate, Executor executor, Telling telling) {
        this.gate = gate;
        this.executor = executor;
        this.telling = telling;
    }

    /** The stage fails with a {@link RefusedException} where any of the topics is refused. */
    CompletionStage<@Nullable Void> require(Client client, Action action, List<TopicFilter> topics) {
        return gate.check(client, action, topics).<@Nullable Void>thenApply(refused -> {
            if (refused != null) {
                throw refusal(client, action, refused);
            }
            return null;
        });
    }

    /** How often rights have changed. */
    int changes() {
        return changes.get();
    }

    /** Rights have changed: asks again of those of the open subscriptions that are this principal's. */
    CompletionStage<@Nullable Void> changed(@Nullable String principal, Set<Subscription> open) {
        changes.incrementAndGet(); // before they are gone through
        return CompletableFuture.allOf(open.stream()
                        .filter(one -> one.client() != null
                                && Objects.equals(one.client().principal(), principal))
                        .map(one -> askAgain(one).toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .<@Nullable Void>thenApply(done -> null);
    }

    /** Asks of all that a client's subscription selects, and ends it where any of that is refused. Never fails. */
    CompletionStage<@Nullable Void> askAgain(Subscription subscription) {
        Client client = Objects.requireNonNull(subscription.client());
        return gate.check(client, Action.SUBSCRIBE, subscription.topics()).<@Nullable Void>thenApply(refused -> {
            if (refused != null && subscription.closed() == null) {
                refusal(client, Action.SUBSCRIBE, refused);
                subscription.close(CloseReason.REFUSED);
            }
            return null;
        });
    }

    /** For a client's subscription that was allowed something when rights had changed this often. */
    void askAgainIfChanged(Subscription subscription, int changesThen) {
        if (subscription.client() != null && changes.get() != changesThen) {
            try {
                executor.execute(() -> askAgain(subscription));
            } catch (RejectedExecutionException closing) {
                subscription.close(CloseReason.DRAINING);
            }
        }
    }

    private RefusedException refusal(Client client, Action action, TopicFilter topics) {
        telling.refused(client, action, topics);
        String verb = action == Action.PUBLISH ? "publish to " : "subscribe to ";
        return new RefusedException(RefusedException.Code.FORBIDDEN, "not allowed to " + verb + topics);
    }
}
