package dev.realtime;

import dev.realtime.event.Cursor;
import dev.realtime.log.Appended;
import dev.realtime.log.Draft;
import dev.realtime.log.From;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.log.SharedEventLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a log that other processes share, each of which ends in bounded time. What depends on an answer that comes late
 * runs on the notifier's executor: the thread that feeds the copy has other things to do. Safe for use by several threads.
 */
final class LogCalls {
    /** How long a subscription may wait for its beginning. */
    static final Duration MAX_REACH = Duration.ofSeconds(3);

    private final SharedEventLog log;
    private final NotifierThreads threads;
    private final Duration maxPublishWait;

    LogCalls(SharedEventLog log, NotifierThreads threads, Duration maxPublishWait) {
        this.log = log;
        this.threads = threads;
        this.maxPublishWait = maxPublishWait;
    }

    /**
     * Appends, and waits for the answer.
     *
     * @throws LogUnavailableException where there is none
     */
    Appended append(Draft draft) {
        return await(log.append(draft), maxPublishWait, this::noAnswer);
    }

    /** As {@link #append}, without waiting. */
    CompletionStage<Appended> appendAsync(Draft draft) {
        return within(maxPublishWait, log.append(draft), this::noAnswer);
    }

    private RuntimeException noAnswer() {
        return new LogUnavailableException(
                Outcome.UNKNOWN, "the log did not answer within maxPublishWait of " + maxPublishWait);
    }

    /** Done when a subscription can begin there; fails with a {@link RefusedException}, and nothing else. */
    CompletionStage<@Nullable Void> reach(From from) {
        Cursor place = unknown(from);
        return place == null
                ? CompletableFuture.completedStage(null)
                : within(MAX_REACH, log.reach(place), LogCalls::unreached).exceptionally(failure -> {
                    throw unreached();
                });
    }

    /**
     * As {@link #reach}, and waits for it.
     *
     * @throws RefusedException where it cannot be reached
     */
    void awaitReach(From from) {
        Cursor place = unknown(from);
        if (place != null) {
            try {
                await(log.reach(place), MAX_REACH, LogCalls::unreached);
            } catch (RuntimeException e) {
                throw unreached();
            }
        }
    }

    private @Nullable Cursor unknown(From from) {
        if (from instanceof From.After after) {
            Cursor place = after.position().cursor();
            return place.isForeign() || log.copy().knows(place) ? null : place;
        }
        return null;
    }

    private static RuntimeException unreached() {
        return new RefusedException(
                RefusedException.Code.UNAVAILABLE, "the log cannot be asked for this cursor: come back later");
    }

    /** What a client is told whose event could not be stored for certain; any other failure stays what it is. */
    static RuntimeException refusal(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof LogUnavailableException unavailable) {
            String rule = unavailable.outcome() == Outcome.NOT_STORED
                    ? "the log cannot be reached: the event was not stored, and may be sent again"
                    : "the log cannot be reached: the event may have been stored, so send it again only with the idempotency"
                            + " key it had";
            return new RefusedException(RefusedException.Code.UNAVAILABLE, rule);
        }
        return cause instanceof RuntimeException e ? e : new CompletionException(cause);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static <T extends @Nullable Object> T await(
            CompletionStage<T> answer, Duration most, Supplier<RuntimeException> late) {
        try {
            return answer.toCompletableFuture().get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw late.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late.get();
        }
    }

    private <T extends @Nullable Object> CompletionStage<T> within(
            Duration most, CompletionStage<T> answer, Supplier<RuntimeException> late) {
        if (answer.toCompletableFuture().isDone()) {
            return answer;
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        Scheduler.Scheduled timeout =
                threads.scheduler().schedule(() -> elsewhere(() -> bounded.completeExceptionally(late.get())), most);
        answer.whenComplete((value, failure) -> {
            timeout.cancel();
            elsewhere(() -> {
                if (failure == null) {
                    bounded.complete(value);
                } else {
                    bounded.completeExceptionally(failure);
                }
            });
        });
        return bounded;
    }

    private void elsewhere(Runnable task) {
        try {
            threads.executor().execute(task);
        } catch (RejectedExecutionException closing) {
            task.run();
        }
    }
}
