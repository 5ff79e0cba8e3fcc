package dev.realtime;

import dev.realtime.event.TopicFilter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
    private final NotifierThreads threads;
    private final Telling telling;
    private final AtomicInteger changes = new AtomicInteger();

    /** Asks in one of the ways there are. */
    @FunctionalInterface
    interface Question {
        CompletionStage<@Nullable Void> ask(Client client, Action action, List<TopicFilter> topics);
    }

    Rights(AccessGate gate, NotifierThreads threads, Telling telling) {
        this.gate = gate;
        this.threads = threads;
        this.telling = telling;
    }

    /** Asks on this thread; the stage fails with a {@link RefusedException} where any of the topics is refused. */
    CompletionStage<@Nullable Void> require(Client client, Action action, List<TopicFilter> topics) {
        return require(client, action, topics, Runnable::run);
    }

    /** As {@link #require}, for a thread that must not wait for the hook. */
    CompletionStage<@Nullable Void> requireElsewhere(Client client, Action action, List<TopicFilter> topics) {
        return require(client, action, topics, threads.asking());
    }

    private CompletionStage<@Nullable Void> require(
            Client client, Action action, List<TopicFilter> topics, Executor where) {
        return gate.check(client, action, topics, where).<@Nullable Void>handle((refused, failure) -> {
            if (failure != null) {
                throw busy(client, failure);
            }
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

    /** Rights have changed: asks again of those of the open subscriptions that are this principal's. Never fails. */
    CompletionStage<@Nullable Void> changed(@Nullable String principal, Set<Subscription> open) {
        changes.incrementAndGet(); // before they are gone through
        List<Subscription> theirs = open.stream()
                .filter(one ->
                        one.client() != null && Objects.equals(one.client().principal(), principal))
                .toList();
        return new Recheck(theirs, this::askAgain).begin(NotifierThreads.MAX_RECHECKING);
    }

    /** Asks of all that a client's subscription selects, and ends it where the answer is no yes in time. Never fails. */
    private CompletionStage<@Nullable Void> askAgain(Subscription subscription) {
        Client client = Objects.requireNonNull(subscription.client());
        return gate.checkAgain(client, subscription.topics(), threads.rechecking())
                .<@Nullable Void>handle((refused, failure) -> {
                    if (subscription.closed() != null) {
                        return null;
                    }
                    if (refused != null) {
                        refusal(client, Action.SUBSCRIBE, refused);
                        subscription.close(CloseReason.REFUSED);
                    } else if (failure != null) {
                        boolean closing = busy(client, failure).limit() == null;
                        subscription.close(closing ? CloseReason.DRAINING : CloseReason.REFUSED);
                    }
                    return null;
                });
    }

    /** For a client's subscription that was allowed something when rights had changed this often. */
    void askAgainIfChanged(Subscription subscription, int changesThen) {
        if (subscription.client() != null && changes.get() != changesThen) {
            askAgain(subscription);
        }
    }

    /** What a check failed with, told. */
    private RefusedException busy(Client client, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        RefusedException refused = (RefusedException) Objects.requireNonNull(cause);
        telling.refused(client, refused);
        return refused;
    }

    private RefusedException refusal(Client client, Action action, TopicFilter topics) {
        telling.refused(client, action, topics);
        String verb = action == Action.PUBLISH ? "publish to " : "subscribe to ";
        return new RefusedException(RefusedException.Code.FORBIDDEN, "not allowed to " + verb + topics);
    }
}
