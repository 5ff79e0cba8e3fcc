package dev.realtime.redis;

import dev.realtime.event.Cursor;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits until this node's copy has come to a place. Safe for use by several threads.
 *
 * <p>What depends on the futures given out runs on the thread that feeds the copy, or on that which asks: it is for their
 * owner to go elsewhere.
 */
final class Arrivals {
    private final InMemoryEventLog copy;
    private final List<Waiting> waiting = new ArrayList<>(); // guarded by itself

    private long turns; // guarded by waiting

    private record Waiting(
            Cursor place, Outcome ifLate, long turn, long deadline, CompletableFuture<@Nullable Void> come) {}

    Arrivals(InMemoryEventLog copy) {
        this.copy = copy;
    }

    /** Done when the copy has come to a place; fails with this outcome at the deadline, in nanoseconds. */
    CompletionStage<@Nullable Void> at(Cursor place, Outcome ifLate, long deadline) {
        CompletableFuture<@Nullable Void> come = new CompletableFuture<>();
        synchronized (waiting) {
            if (!copy.knows(place)) {
                waiting.add(new Waiting(place, ifLate, ++turns, deadline, come));
                return come;
            }
        }
        come.complete(null);
        return come;
    }

    /** The copy has moved. */
    void moved() {
        take(each -> copy.knows(each.place)).forEach(each -> each.come.complete(null));
    }

    /** The turn of the last who has begun to wait. */
    long turn() {
        synchronized (waiting) {
            return turns;
        }
    }

    /** The log was so at some time after that turn: who waits since then or before need not for a place that it lacks. */
    void settle(State state, long turn) {
        take(each -> each.turn <= turn && !state.has(each.place)).forEach(each -> each.come.complete(null));
    }

    void expire(long now) {
        take(each -> now - each.deadline >= 0).forEach(each -> each.come.completeExceptionally(late(each)));
    }

    private static LogUnavailableException late(Waiting each) {
        return new LogUnavailableException(
                each.ifLate, "this node has not come to " + each.place + " of the log in Redis in time");
    }

    void close() {
        take(each -> true)
                .forEach(each ->
                        each.come.completeExceptionally(new LogUnavailableException(each.ifLate, "the log is closed")));
    }

    private List<Waiting> take(Predicate<Waiting> chosen) {
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return List.of();
            }
            List<Waiting> taken = waiting.stream().filter(chosen).toList();
            if (!taken.isEmpty()) {
                waiting.removeIf(chosen);
            }
            return taken;
        }
    }
}
