package dev.realtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes through subscriptions some at a time: the next one's turn comes when one has been decided. So those that wait for
 * their turn do not run out of time meanwhile.
 */
final class Recheck {
    private final Queue<Subscription> left;
    private final Function<Subscription, CompletionStage<?>> ask;

    /** @param ask what is done with each; must not fail */
    Recheck(Collection<Subscription> all, Function<Subscription, CompletionStage<?>> ask) {
        this.left = new ConcurrentLinkedQueue<>(all);
        this.ask = ask;
    }

    /**
     * Begins.
     *
     * @param atOnce how many are undecided at most
     * @return done when all have been decided
     */
    CompletionStage<@Nullable Void> begin(int atOnce) {
        List<CompletableFuture<?>> lines = new ArrayList<>();
        for (int i = Math.min(atOnce, left.size()); i > 0; i--) {
            Line line = new Line();
            lines.add(line.over);
            line.turns.run();
        }
        return CompletableFuture.allOf(lines.toArray(CompletableFuture[]::new)).<@Nullable Void>thenApply(done -> null);
    }

    /** One after the other, however many are decided at once. */
    private final class Line {
        final Trampoline turns = new Trampoline(this::turn);
        final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

        private void turn() {
            Subscription next = left.poll();
            if (next == null) {
                over.complete(null);
            } else {
                ask.apply(next).whenComplete((done, failure) -> turns.run());
            }
        }
    }
}
