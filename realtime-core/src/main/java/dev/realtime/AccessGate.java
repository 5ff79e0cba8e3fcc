package dev.realtime;

import dev.realtime.event.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the access hook and makes a refusal of whatever is not a yes in time. Safe for use by several threads. */
final class AccessGate {
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(AccessGate.class);

    private final Access access;
    private final Scheduler scheduler;
    private final Quota calls;
    private final Quota again =
            new Quota("", "", RefusedException.Code.UNAVAILABLE, Quota.UNLIMITED); // the executor is their limit

    /** @param calls counts the calls of the hook that have not returned */
    AccessGate(Access access, Scheduler scheduler, Quota calls) {
        this.access = access;
        this.scheduler = scheduler;
        this.calls = calls;
    }

    /**
     * Completes with the first filter that is refused, or with null where all are allowed.
     *
     * @param where the hook is called
     * @return fails with a {@link RefusedException}, and nothing else, where too many calls hang for one more
     */
    CompletionStage<@Nullable TopicFilter> check(
            Client client, Action action, List<TopicFilter> topics, Executor where) {
        return check(client, action, topics, where, calls);
    }

    /** As {@link #check}, whatever calls there are of this client's own doing. */
    CompletionStage<@Nullable TopicFilter> checkAgain(Client client, List<TopicFilter> topics, Executor where) {
        return check(client, Action.SUBSCRIBE, topics, where, again);
    }

    private CompletionStage<@Nullable TopicFilter> check(
            Client client, Action action, List<TopicFilter> topics, Executor where, Quota calls) {
        CompletionStage<@Nullable TopicFilter> refused = CompletableFuture.completedStage(null);
        for (TopicFilter filter : topics) {
            refused = refused.thenCompose(earlier -> earlier != null
                    ? CompletableFuture.completedStage(earlier)
                    : decide(new Call(client, action, filter, calls), where)
                            .thenApply(allowed -> allowed ? null : filter));
        }
        return refused;
    }

    private CompletionStage<Boolean> decide(Call call, Executor where) {
        Scheduler.Scheduled timeout = scheduler.schedule(call::timeOut, TIMEOUT); // before the call, which may hang
        try {
            where.execute(call);
        } catch (Lane.StuckException stuck) {
            call.decision.completeExceptionally(busy());
        } catch (RejectedExecutionException closing) {
            call.decision.completeExceptionally(Admissions.shuttingDown());
        }
        return call.decision.whenComplete((allowed, failure) -> timeout.cancel());
    }

    private static RefusedException busy() {
        return new RefusedException(
                RefusedException.Code.UNAVAILABLE, "maxAccessCalls", "the access hook is busy: come back later");
    }

    /** One call of the hook; what it says after its time is over counts for nothing. */
    private final class Call implements Runnable {
        final CompletableFuture<Boolean> decision = new CompletableFuture<>();
        private final Client client;
        private final Action action;
        private final TopicFilter filter;
        private final Quota calls;
        private volatile boolean begun;

        Call(Client client, Action action, TopicFilter filter, Quota calls) {
            this.client = client;
            this.action = action;
            this.filter = filter;
            this.calls = calls;
        }

        @Override
        public void run() {
            if (decision.isDone()) { // it has waited too long
                return;
            }
            try {
                calls.take(client);
            } catch (RefusedException full) {
                decision.completeExceptionally(full);
                return;
            }
            begun = true;
            try {
                ask().whenComplete((allowed, failure) -> {
                    if (failure != null) {
                        fail(failure);
                    }
                    decision.complete(failure == null && Boolean.TRUE.equals(allowed));
                });
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }

        /** What comes of the answer is none of the call, and may take its time. */
        private CompletionStage<Boolean> ask() {
            try {
                return Objects.requireNonNull(access.decide(client, action, filter), "a stage of the decision");
            } finally {
                calls.giveBack(client);
            }
        }

        private void fail(Throwable failure) {
            LOG.warn("The access hook failed, so {} is refused {}", client, filter, failure);
            decision.complete(false);
        }

        void timeOut() {
            if (!begun) {
                decision.completeExceptionally(busy());
            } else if (decision.complete(false)) {
                LOG.warn("The access hook took longer than {}, so {} is refused {}", TIMEOUT, client, filter);
            }
        }
    }
}
