package dev.realtime.servlet;

import dev.realtime.CloseReason;
import dev.realtime.Subscription;
import dev.realtime.Trampoline;
import dev.realtime.Watch;
import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.servlet.AsyncOutput.Progress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One response that is fed from a subscription: what streams and polls have in common.
 *
 * <p>Everything happens in turns, one at a time, on whatever thread asks for one: the subscription's signal, the
 * container's word that a write can go on, a timer. A turn carries on the write in flight; when that is done it asks for
 * what to write next, and writes it; when there is nothing more it flushes, arms the subscription, which looks for itself,
 * and ends.
 *
 * <pre>
 *   WRITING --done, perhaps more--> (next) --bytes--> WRITING      the output holds the only bytes there are
 *      |         |--done------------> ARMED --signal, timer--> (next)
 *      |--waiting--> WRITING, resumed by the container
 *   any --dead, or the last bytes done--> CLOSED
 * </pre>
 */
abstract class Connection implements Watch.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int BATCH = 256;

    /**
     * What the payloads of a stream's batch of several events add up to at most. Small, since a client that does not read
     * holds a batch until it is given up, and there may be many of them; what follows at once is flushed together with it, unless it is large.
     */
    private static final long BATCH_BYTES = 4 << 10;

    /**
     * The same while it is a replay, of which there are not many. Tomcat is not ready after a write of more than its buffer of 8 KiB
     * holds, and wakes two threads before it is: once for each batch.
     */
    static final int REPLAY_BYTES = 64 << 10;

    private final Trampoline turns = new Trampoline(this::turn);
    private final Runnable look = this::look;
    private final Connections connections;
    private final Subscription subscription;
    private final Duration stall;

    private volatile @Nullable AsyncOutput output;
    private volatile boolean queued; // for a turn among other replays'

    // Only within a turn.
    private @Nullable CloseReason last;
    private boolean more;
    private boolean closed;

    Connection(Connections connections, Subscription subscription) {
        this.connections = connections;
        this.subscription = subscription;
        this.stall = connections.settings().stall;
    }

    /** Begins, on the container's thread for the request. */
    final void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        connections.add(this); // first, so that what ends it at once also takes it out
        try {
            output = AsyncOutput.open(
                    request, response, isStream(), bufferSize(response), connections.ticker(), look, this::sayGoodbye);
        } catch (IOException | RuntimeException e) {
            connections.remove(this);
            subscription.close(Exchange.reason(e));
            throw e;
        }
        if (replaysAside() != null) {
            look();
        } else {
            turns.run();
        }
    }

    /** Jetty and Undertow keep the buffer for as long as the response lasts; Jetty writes no more than it holds at once. */
    private int bufferSize(HttpServletResponse response) {
        int usual = Math.min(response.getBufferSize(), Math.max(AsyncOutput.BUFFERED, beginning()));
        return isStream() ? Math.max(usual, connections.settings().streamBufferSize) : usual;
    }

    /** How many bytes it may well begin with at once. */
    abstract int beginning();

    /** Where its turns are made for now, if not by who asks for them. */
    private @Nullable Executor replaysAside() {
        return isStream() && subscription.isReplaying() ? connections.replayer() : null;
    }

    /** Whether it goes on after what it begins with. */
    abstract boolean isStream();

    final Subscription subscription() {
        return subscription;
    }

    final long now() {
        return connections.ticker().nanos();
    }

    /** What to write now, or null for nothing yet. Within a turn, while nothing is in flight. */
    abstract byte @Nullable [] produce();

    /** Whether there is something to do at this time, beside the subscription's news. On the timer's thread. */
    abstract boolean isDue(long now);

    /** To be called by {@link #produce} when what it returns is the last there will be. */
    final void endAfterThis(CloseReason reason) {
        last = reason;
    }

    /** To be called by {@link #produce} when it may have more at once. */
    final void hasMore() {
        more = true;
    }

    /** The next batch of a stream. */
    final Batch nextBatch() {
        long maxBytes = subscription.isReplaying() ? REPLAY_BYTES : BATCH_BYTES;
        Batch batch = subscription.next(BATCH, maxBytes);
        more = isFull(batch.events(), maxBytes);
        return batch;
    }

    /** Whether it may be a limit that ended it, and not for an event that is large, and may as well be flushed apart. */
    private static boolean isFull(List<Event> events, long maxBytes) {
        long bytes = 0;
        for (int i = 0; i < events.size(); i++) {
            bytes += events.get(i).size();
        }
        return events.size() == BATCH || bytes > maxBytes / 2;
    }

    /** Asks for a turn, on a thread that may write. */
    final void look() {
        if (queued) {
            return; // its turn will see what this is about
        }
        Executor replayer = replaysAside();
        if (replayer == null) {
            lookNow();
            return;
        }
        queued = true;
        try {
            replayer.execute(turns);
        } catch (RejectedExecutionException closing) { // when little is left to write, and that should get there
            turns.run();
        }
    }

    private void lookNow() {
        try {
            connections.writer().execute(turns);
        } catch (RejectedExecutionException full) {
            abandon(CloseReason.FAILED); // unless it has ended, for which there is a reason already
        }
    }

    /** Whether a write waits for the client. */
    final boolean isInFlight() {
        AsyncOutput out = output;
        return out != null && out.isInFlight();
    }

    private void sayGoodbye() {
        subscription.close(CloseReason.DRAINING);
        turns.run(); // on this thread, whichever one the subscription's signal asked for a turn
    }

    /** Lets the client go: what is in flight is dropped, else it is told when to come back. */
    final void drain() {
        subscription.close(CloseReason.DRAINING);
        if (isInFlight()) {
            abandon(CloseReason.DRAINING);
        } else if (queued) {
            turns.run();
        }
    }

    private void abandon(CloseReason reason) {
        AsyncOutput out = output;
        if (out != null) {
            out.close(reason);
        }
        connections.remove(this);
        subscription.close(reason);
    }

    @Override
    public final void tick(long now) {
        AsyncOutput out = output;
        if (queued) {
            return; // whom it waits for is us
        }
        if (out != null && out.isStalledSince(now - stall.toNanos())) {
            out.close(CloseReason.STALLED);
        } else if (isDue(now)) {
            look();
        }
    }

    private void turn() {
        queued = false; // first: who asks from now on is not seen by what follows
        AsyncOutput out = output;
        if (closed || out == null) {
            return;
        }
        Progress progress = out.resume();
        boolean mayHaveMore = true;
        boolean othersTurn = false;
        while (progress == Progress.DONE && last == null && mayHaveMore && !othersTurn) {
            byte[] bytes = next(out);
            mayHaveMore = bytes != null && more;
            if (bytes == null) {
                progress = out.flush();
            } else if (last != null && !out.isBegun()) {
                progress = out.writeWhole(bytes, subscription.closed() != null);
            } else {
                progress = out.write(bytes, !mayHaveMore);
                othersTurn = mayHaveMore && replaysAside() != null;
            }
        }
        if (progress == Progress.DONE && last == null && othersTurn) {
            look();
            return;
        }
        if (progress == Progress.DONE && last == null) {
            subscription.onAvailable(look);
            return;
        }
        if (progress == Progress.DONE && last != null) {
            out.close(last);
        }
        CloseReason end = out.end();
        if (end != null) {
            closed = true;
            connections.remove(this);
            subscription.close(end);
        }
    }

    private byte @Nullable [] next(AsyncOutput out) {
        more = false;
        try {
            return produce();
        } catch (RuntimeException | Error e) {
            LOG.error("A transport failed", e);
            out.close(CloseReason.FAILED);
            return null;
        }
    }
}
