package dev.realtime.redis;

import dev.realtime.log.Draft;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What this node appends, in one order, many at a time and each once.
 *
 * <p>Each append has a number, and says which goes before it in the pipeline. Redis remembers the last numbers of each node, so
 * that an append that comes twice is found; and refuses one whose predecessor has not come, so that when one fails, those behind
 * it do too. Then the round is over: once all of it is answered, or the connection lost, what has no outcome yet is sent again
 * in its order, under the same numbers. So every append has one of three ends: stored, not stored, or no answer in time.
 *
 * <p>{@link #append} may be called by any thread; the rest on the loop, where also all that depends on an answer is run.
 */
final class Appends {
    /** At most so many are on their way; append.lua remembers twice as many. */
    static final int WINDOW = 512;

    private final int maxPending;
    private final long maxPendingBytes;
    private final Executor loop;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong pendingBytes = new AtomicLong();

    private final Queue<Append> arriving = new ConcurrentLinkedQueue<>();

    // Only on the loop.
    private final Deque<Append> waiting = new ArrayDeque<>();
    private final Deque<Append> sent = new ArrayDeque<>(); // of this round, in order
    private @Nullable Wire wire;
    private String reason = "not connected yet";
    private int unanswered;
    private boolean roundIsOver;
    private long numbers;
    private long before;

    /** By what appends are sent; each answer is one of append.lua's, or a failure. */
    interface Wire {
        CompletionStage<List<Object>> send(Draft draft, long number, long before);

        /** What was sent is to go now. */
        void flush();

        /** Redis does not know the script any more. */
        void loadScript();

        /** Nothing can be appended by this one for now. */
        void giveUp(String why);
    }

    /** One append under way. Only on the loop. */
    private static final class Append {
        final Draft draft;
        final long deadline;
        final CompletableFuture<Answer> outcome = new CompletableFuture<>();
        long number;
        boolean uncertain; // it was sent, and the answer lost

        Append(Draft draft, long deadline) {
            this.draft = draft;
            this.deadline = deadline;
        }
    }

    Appends(int maxPending, long maxPendingBytes, Executor loop) {
        this.maxPending = maxPending;
        this.maxPendingBytes = maxPendingBytes;
        this.loop = loop;
    }

    /** What became of a draft, or a {@link LogUnavailableException} where that is not known at the deadline, in nanoseconds. */
    CompletionStage<Answer> append(Draft draft, long deadline) {
        int bytes = draft.data().length();
        if (pending.incrementAndGet() > maxPending) {
            pending.decrementAndGet();
            return CompletableFuture.failedStage(full("maxPending of " + maxPending + " appends"));
        }
        if (pendingBytes.addAndGet(bytes) > maxPendingBytes) {
            pending.decrementAndGet();
            pendingBytes.addAndGet(-bytes);
            return CompletableFuture.failedStage(full("maxPendingBytes of " + maxPendingBytes));
        }
        Append append = new Append(draft, deadline);
        CompletionStage<Answer> outcome = append.outcome;
        outcome.whenComplete((answer, failure) -> {
            pending.decrementAndGet();
            pendingBytes.addAndGet(-bytes);
        });
        arriving.add(append);
        loop.execute(this::send);
        return outcome;
    }

    private static LogUnavailableException full(String limit) {
        return new LogUnavailableException(
                Outcome.NOT_STORED,
                "not stored: Redis does not take appends as fast as they come, beyond the " + limit);
    }

    // ---- on the loop from here on ----

    /** There is a connection, which knows the script. */
    void begin(Wire by) {
        wire = by;
        before = 0;
        send();
    }

    /** The connection is lost; all that was sent by it has failed, or will. */
    void end(String why) {
        reason = why;
        wire = null;
        roundIsOver = true;
        settle();
    }

    private void send() {
        for (Append next = arriving.poll(); next != null; next = arriving.poll()) {
            waiting.add(next);
        }
        Wire by = wire;
        if (by == null || roundIsOver || waiting.isEmpty()) {
            return;
        }
        boolean any = false;
        while (unanswered < WINDOW && !waiting.isEmpty()) {
            Append next = waiting.remove();
            if (next.number == 0) {
                next.number = ++numbers;
            }
            sent.add(next);
            unanswered++;
            any = true;
            by.send(next.draft, next.number, before)
                    .whenComplete((answer, failure) -> loop.execute(() -> answered(by, next, answer, failure)));
            before = next.number;
        }
        if (any) {
            by.flush();
        }
    }

    private void answered(Wire by, Append append, @Nullable List<Object> answer, @Nullable Throwable failure) {
        unanswered--;
        if (answer != null) {
            take(append, answer);
        } else if (failure != null) {
            take(by, append, Refusal.of(failure));
        }
        while (!sent.isEmpty() && sent.element().outcome.isDone()) {
            sent.remove();
        }
        settle();
    }

    private void take(Append append, List<Object> answer) {
        String what = State.text(answer.get(0));
        switch (what) {
            case "turn" -> roundIsOver = true;
            case "passed" -> fail(append, Outcome.NOT_STORED, "not stored: later ones went before it");
            default -> append.outcome.complete(Answer.of(answer));
        }
    }

    private void take(Wire by, Append append, Refusal refusal) {
        roundIsOver = true;
        switch (refusal.kind()) {
            case LOST -> append.uncertain = true;
            case NO_SCRIPT -> by.loadScript();
            case LATER -> by.giveUp(refusal.text());
            case NEVER ->
                fail(
                        append,
                        append.uncertain ? Outcome.UNKNOWN : Outcome.NOT_STORED,
                        "Redis refuses to store it: " + refusal.text());
            case FAULT -> fail(append, Outcome.UNKNOWN, "it may have been stored, but Redis fails: " + refusal.text());
        }
    }

    /** Goes on with a new round where one is over and all of it answered. */
    private void settle() {
        if (!roundIsOver) {
            send();
            return;
        }
        if (unanswered > 0) {
            return;
        }
        for (Iterator<Append> last = sent.descendingIterator(); last.hasNext(); ) {
            Append append = last.next();
            if (!append.outcome.isDone()) {
                waiting.addFirst(append);
            }
        }
        sent.clear();
        roundIsOver = false;
        before = 0;
        send();
    }

    /** Gives up on what is past its deadline. */
    void expire(long now) {
        for (Append append : sent) {
            if (now - append.deadline >= 0 && !append.outcome.isDone()) {
                fail(append, Outcome.UNKNOWN, "it may have been stored: Redis has not answered in time");
            }
        }
        while (!waiting.isEmpty() && now - waiting.element().deadline >= 0) {
            late(waiting.remove(), wire == null ? "Redis is away: " + reason : "Redis has not answered in time");
        }
    }

    /** Fails what is under way; on the loop, and once more when that has ended, for what came too late for it. */
    void close() {
        wire = null;
        send();
        List<Append> left = new ArrayList<>(sent);
        sent.clear();
        for (Append append : left) {
            if (!append.outcome.isDone()) {
                fail(append, Outcome.UNKNOWN, "it may have been stored: the log is closed");
            }
        }
        while (!waiting.isEmpty()) {
            late(waiting.remove(), "the log is closed");
        }
    }

    private static void late(Append append, String why) {
        if (append.uncertain) {
            fail(append, Outcome.UNKNOWN, "it may have been stored: " + why);
        } else {
            fail(append, Outcome.NOT_STORED, "not stored: " + why);
        }
    }

    private static void fail(Append append, Outcome outcome, String message) {
        append.outcome.completeExceptionally(new LogUnavailableException(outcome, message));
    }
}
