package dev.realtime.servlet;

import dev.realtime.CloseReason;
import dev.realtime.log.Ticker;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of one response, written without ever waiting for its client: the only class here that knows the Servlet
 * API's asynchronous side (Jakarta Servlet 6.0, sections 2.3.3.3 and 5.7).
 *
 * <p>One write is in flight at a time, by whoever owns the turn; {@link #resume} carries it on once the container says
 * that it can be. All calls of the output are made under {@code lock}, which guards nothing else. It is there because
 * after the container has ended a request, its response belongs to another: every callback sets {@code end} first and
 * then takes the lock, so that it does not return while a write is under way, and no write begins after it. The request
 * is completed exactly once, by us, and never under the lock; nor does a callback return while that is under way.
 */
final class AsyncOutput implements WriteListener, AsyncListener {
    /** How far a write in flight has come. */
    enum Progress {
        /** All of it is written, and flushed where it was to be. */
        DONE,
        /** The client has to take some of it first; the {@code ready} callback comes when it has. */
        WAITING,
        /** The response is over; {@link AsyncOutput#end} says why. */
        DEAD
    }

    /** What is given to the container in one call: progress is seen, and time out measured, between two of them. */
    private static final int PIECE = 64 << 10;

    /** What fits in any container's buffer, with the headers. */
    static final int BUFFERED = 4 << 10;

    private static final byte[] NOTHING = {};
    private static final AtomicReferenceFieldUpdater<AsyncOutput, @Nullable CloseReason> END =
            AtomicReferenceFieldUpdater.newUpdater(AsyncOutput.class, CloseReason.class, "end");
    private static final Logger LOG = LoggerFactory.getLogger(AsyncOutput.class);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Ticker ticker;
    private final Runnable ready;
    private final Runnable going;

    private volatile boolean completed; // set under `completing`, and by the container
    private volatile @Nullable CloseReason end; // by END
    private volatile boolean inFlight;
    private volatile boolean unflushed; // written under the lock
    private volatile boolean begun;
    private volatile long progressAt;

    private final ReentrantLock completing =
            new ReentrantLock(); // taken again within: some call back while they complete
    private final Mutex lock = new Mutex();
    // Only under the lock.
    private byte[] pending = NOTHING;
    private int offset;
    private boolean flushing;

    private AsyncOutput(AsyncContext context, ServletOutputStream out, Ticker ticker, Runnable ready, Runnable going) {
        this.context = context;
        this.out = out;
        this.ticker = ticker;
        this.ready = ready;
        this.going = going;
    }

    /**
     * Takes over the response of a request; on the container's thread for it, with status and headers set.
     *
     * @param stream whether the headers are to reach the client before the first bytes of the body
     * @param bufferSize of the container's buffer. It is set in any case: what Undertow buffers without, it puts into memory that it
     *     shares; and when the client has gone it gives that back, on a thread of its own, while the write that noticed is
     *     still at it, so that bytes of one response end up in another (docs/CONTAINERS.md)
     * @param ready called when a write that is waiting can go on and when the response has died, on any thread
     * @param going called when the container is about to end the response since the application is going: what there is to say can
     *     still be said until it returns, on its thread
     */
    static AsyncOutput open(
            HttpServletRequest request,
            HttpServletResponse response,
            boolean stream,
            int bufferSize,
            Ticker ticker,
            Runnable ready,
            Runnable going)
            throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(0); // never: containers differ in what a timeout does to an open stream
        response.setBufferSize(bufferSize);
        AsyncOutput output = new AsyncOutput(context, response.getOutputStream(), ticker, ready, going);
        context.addListener(output);
        if (stream) {
            response.flushBuffer(); // Open Liberty swallows a first flush: the one after the first bytes is the second
        }
        output.out.setWriteListener(output);
        return output;
    }

    /**
     * Begins to write; only after the write before it is done.
     *
     * @param andFlush false where more follows at once
     */
    Progress write(byte[] bytes, boolean andFlush) {
        lock.lock();
        try {
            return begin(bytes, andFlush);
        } finally {
            release();
        }
    }

    private Progress begin(byte[] bytes, boolean andFlush) {
        flushing = andFlush;
        offset = 0;
        progressAt = ticker.nanos();
        inFlight = true;
        return push(bytes);
    }

    /**
     * Begins to write what is the whole body, after which {@link #close} is to come. Small ones need no flush: the container sends
     * them with the end of the response, in one piece.
     *
     * @param andFlush where the application is going, and the container may end the response without sending what it holds
     */
    Progress writeWhole(byte[] bytes, boolean andFlush) {
        lock.lock();
        try {
            if (end == null && !context.getResponse().isCommitted()) {
                context.getResponse().setContentLength(bytes.length);
            }
            return begin(bytes, andFlush || bytes.length > BUFFERED);
        } catch (RuntimeException endedMeanwhile) {
            END.compareAndSet(this, null, CloseReason.CLIENT_GONE);
            return Progress.DEAD;
        } finally {
            release();
        }
    }

    /** Whether anything was ever written. */
    boolean isBegun() {
        return begun;
    }

    /** Flushes what was written without, if anything was; only after the write before it is done. */
    Progress flush() {
        return unflushed || end != null ? write(NOTHING, true) : Progress.DONE;
    }

    /** Carries on with the write in flight, if there is one. */
    Progress resume() {
        if (!inFlight && end == null) {
            return Progress.DONE;
        }
        lock.lock();
        try {
            return push(pending);
        } finally {
            release();
        }
    }

    private Progress push(byte[] bytes) {
        Progress progress = advance(bytes);
        // Kept only while the client has to take some of it: a reference that is stored costs the collector something,
        // each time.
        byte[] left = progress == Progress.WAITING ? bytes : NOTHING;
        if (pending != left) {
            pending = left;
        }
        return progress;
    }

    private Progress advance(byte[] bytes) {
        boolean progressed = false;
        try {
            while (end == null) {
                // Asked before each write and each flush, on this thread: readiness is never remembered.
                boolean ready = out.isReady();
                boolean all = offset >= bytes.length;
                boolean over = all && !(unflushed && flushing);
                if (progressed && !(ready && over)) {
                    progressAt = ticker.nanos(); // of what is over at once nobody asks
                }
                if (!ready) {
                    return Progress.WAITING;
                }
                if (over) {
                    inFlight = false;
                    return Progress.DONE;
                }
                if (all) {
                    unflushed = false;
                    out.flush();
                } else {
                    int length = Math.min(PIECE, bytes.length - offset);
                    begun = true;
                    out.write(bytes, offset, length);
                    offset += length;
                    unflushed = true;
                }
                progressed = true;
            }
        } catch (IOException | RuntimeException | Error e) { // containers throw any of them when the client has gone
            END.compareAndSet(this, null, CloseReason.CLIENT_GONE);
        }
        return Progress.DEAD;
    }

    private void release() {
        lock.unlock();
        // Whoever declared it dead while the lock was held here has left completing it to us.
        if (end != null) {
            complete();
        }
    }

    /** Whether a write has been in flight without progress since before this time, by the ticker. */
    boolean isStalledSince(long nanos) {
        return inFlight && progressAt - nanos < 0;
    }

    /**
     * Whether a write waits for the client. One of which the container has taken nothing, of a response that it has
     * nothing of, waits for the container: Undertow is not ready before the request's own thread has returned.
     */
    boolean isInFlight() {
        return inFlight && begun;
    }

    /** Ends the response for this reason, if it has not ended; what is in flight is lost. Any thread; never blocks. */
    void close(CloseReason reason) {
        END.compareAndSet(this, null, reason);
        if (lock.tryLock()) {
            lock.unlock();
            complete();
        }
    }

    /** Why the response is over, or null while it is not. */
    @Nullable
    CloseReason end() {
        return end;
    }

    private void complete() {
        boolean first = false;
        if (completing.tryLock()) { // else another thread is at it
            try {
                first = !completed;
                if (first) {
                    completed = true;
                    context.complete();
                }
            } catch (RuntimeException e) { // as a rule an IllegalStateException
                LOG.trace("The container was first: some complete by themselves once they have reported an error", e);
            } finally {
                completing.unlock();
            }
        }
        if (first) {
            ready.run();
        }
    }

    private void awaitCompleting() {
        try {
            // Not for ever: a container may call back while it holds what that thread is waiting for.
            if (completing.tryLock(1, TimeUnit.SECONDS)) {
                completing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(CloseReason reason) {
        END.compareAndSet(this, null, reason);
        if (!lock.isHeldByCurrentThread()) { // else we were called from within our own write, which will see it
            lock.lock(); // waits for a write under way
            try {
                pending = NOTHING;
            } finally {
                release();
            }
            awaitCompleting(); // or the response would be another's by the time that the call arrives
        }
    }

    @Override
    public void onWritePossible() {
        ready.run();
    }

    @Override
    public void onError(Throwable failure) {
        ended(CloseReason.CLIENT_GONE);
    }

    @Override
    public void onError(AsyncEvent event) {
        ended(CloseReason.CLIENT_GONE);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // Only ever seen when an application is undeployed: Tomcat may look for what waits before it tells anybody.
        going.run();
        ended(CloseReason.DRAINING);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        completed = true;
        ended(CloseReason.CLIENT_GONE);
        ready.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Not of this response: the request is never dispatched again once it is ours.
        event.getAsyncContext().addListener(this);
    }
}
