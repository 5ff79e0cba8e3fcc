package dev.realtime;

import dev.realtime.event.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the access hook and makes a refusal of whatever is not a yes in time. Safe for use by several threads. */
final class AccessGate {
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(AccessGate.class);

    private final Access access;
    private final Scheduler scheduler;

    AccessGate(Access access, Scheduler scheduler) {
        this.access = access;
        this.scheduler = scheduler;
    }

    /** Completes with the first filter that is refused, or with null where all are allowed. Never fails. */
    CompletionStage<@Nullable TopicFilter> check(Client client, Action action, List<TopicFilter> topics) {
        CompletionStage<@Nullable TopicFilter> refused = CompletableFuture.completedStage(null);
        for (TopicFilter filter : topics) {
            refused = refused.thenCompose(earlier -> earlier != null
                    ? CompletableFuture.completedStage(earlier)
                    : decide(client, action, filter).thenApply(allowed -> allowed ? null : filter));
        }
        return refused;
    }

    private CompletionStage<Boolean> decide(Client client, Action action, TopicFilter filter) {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        try {
            access.decide(client, action, filter).whenComplete((allowed, failure) -> {
                if (failure != null) {
                    LOG.warn("The access hook failed, so {} is refused {}", client, filter, failure);
                }
                decision.complete(failure == null && Boolean.TRUE.equals(allowed));
            });
        } catch (RuntimeException | Error e) {
            LOG.warn("The access hook failed, so {} is refused {}", client, filter, e);
            decision.complete(false);
        }
        if (!decision.isDone()) {
            Scheduler.Scheduled timeout = scheduler.schedule(
                    () -> {
                        if (decision.complete(false)) {
                            LOG.warn(
                                    "The access hook took longer than {}, so {} is refused {}",
                                    TIMEOUT,
                                    client,
                                    filter);
                        }
                    },
                    TIMEOUT);
            return decision.whenComplete((allowed, failure) -> timeout.cancel());
        }
        return decision;
    }
}
