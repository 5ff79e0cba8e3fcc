package dev.realtime;

import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Position;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader's place in the log, and its wish to be told when there is more: all that a transport needs of the core.
 *
 * <p>A transport loops: {@link #next}, write, {@code next}; and when a batch is empty, {@link #onAvailable}. Nothing is
 * queued for a subscription: it holds its place, whatever its client does.
 *
 * <p>{@code next} and {@code onAvailable} are for one thread at a time; the other methods are safe for use by several.
 */
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final AtomicIntegerFieldUpdater<Subscription> ARMED =
            AtomicIntegerFieldUpdater.newUpdater(Subscription.class, "armed");
    private static final AtomicReferenceFieldUpdater<Subscription, @Nullable CloseReason> CLOSED =
            AtomicReferenceFieldUpdater.newUpdater(Subscription.class, CloseReason.class, "closed");

    private final Subscriptions all;
    private final InMemoryEventLog log;
    private final Dispatcher dispatcher;
    private final @Nullable Client client;
    private final int changesOfRights;

    // In the subscription itself, of which there are many: by ARMED and CLOSED.
    private volatile int armed; // 1 while the signal is wanted
    private @Nullable Runnable signal; // set before it is armed
    private volatile @Nullable CloseReason closed;
    private volatile @Nullable Runnable closing;
    private volatile Position position;
    private volatile List<TopicFilter> topics;
    private volatile Replays.@Nullable UnderWay replay; // until it has come to where the head was
    private boolean registered; // only the reader's thread

    Subscription(
            Subscriptions all,
            InMemoryEventLog log,
            Dispatcher dispatcher,
            @Nullable Client client,
            List<TopicFilter> topics,
            Position position) {
        this.all = all;
        this.log = log;
        this.dispatcher = dispatcher;
        this.client = client;
        this.changesOfRights = all.changesOfRights();
        this.topics = topics;
        this.position = position;
    }

    /**
     * What comes next, at once: a gap, events, both, or an empty batch where the reader is caught up or the subscription
     * is closed. Moves the place.
     *
     * @param limit the most events, 1 or more; large payloads may make it fewer
     */
    public Batch next(int limit) {
        return next(limit, Long.MAX_VALUE);
    }

    /** As {@link #next(int)}, where the payloads of several events add up to {@code maxBytes} at most. */
    public Batch next(int limit, long maxBytes) {
        if (closed != null) {
            return new Batch(List.of(), null, position);
        }
        Batch batch = log.readNow(topics, position, limit, maxBytes);
        position = batch.position();
        Replays.UnderWay present = replay;
        if (present != null && present.reached(position.cursor())) {
            replay = null;
        }
        if (!batch.isEmpty()) {
            all.delivered(this, batch);
        }
        return batch;
    }

    /**
     * Runs {@code action} once, when {@link #next} would bring something or the subscription closes; at once where that
     * is so already. A second call before then replaces the first.
     *
     * <p>The signal means only "look": it may be for nothing. It comes on this thread, a publisher's or one of the
     * notifier's, which it must not hold up.
     */
    public void onAvailable(Runnable action) {
        if (signal != action) { // a reference that is stored costs the collector something, each time
            signal = action;
        }
        armed = 1;
        if (!registered) {
            registered = true;
            topics = dispatcher.index().add(this, topics);
        }
        // Armed first, then looked again: what was appended in between has either seen the signal or is seen here.
        if (closed != null) {
            dispatcher.index().remove(this, topics);
            signal();
        } else if (log.hasNews(topics, position)) {
            signal();
        } else {
            endReplay(); // what is left up to where the head was is of other topics
        }
    }

    private void endReplay() {
        Replays.UnderWay present = replay;
        if (present != null) {
            present.end();
            replay = null;
        }
    }

    /**
     * Selects these topics too: what comes after the place, of them as of the others. Access is not asked; see
     * {@link Notifier#requireAllowed}. Like {@link #next}, for the reader's thread.
     *
     * @throws RefusedException where there would be too many
     */
    public void add(List<TopicFilter> more) {
        List<TopicFilter> joining = more.stream()
                .filter(topic -> !topics.contains(topic))
                .distinct()
                .toList();
        List<TopicFilter> both =
                Stream.concat(topics.stream(), joining.stream()).toList();
        all.requireCount(client, both);
        position = log.joining(joining, position);
        change(both);
        all.joined(this, changesOfRights);
    }

    /** Selects these topics no longer. Like {@link #next}, for the reader's thread. */
    public void remove(List<TopicFilter> fewer) {
        change(topics.stream().filter(topic -> !fewer.contains(topic)).toList());
    }

    private void change(List<TopicFilter> now) {
        List<TopicFilter> before = topics;
        topics = now;
        if (registered) { // those that stay are in the index all the time: a dispatcher may look at any moment
            dispatcher.index().add(this, now);
            dispatcher
                    .index()
                    .remove(
                            this,
                            before.stream()
                                    .filter(topic -> !now.contains(topic))
                                    .toList());
            if (closed != null) {
                dispatcher.index().remove(this, now);
            } else if (log.hasNews(now, position)) {
                signal();
            }
        }
    }

    /**
     * The last {@code count} retained events of these topics at or before the place. Like {@link #next}, for the reader's thread.
     *
     * @throws RefusedException where too many replays are under way
     */
    public Replay replay(List<TopicFilter> replayed, int count) {
        Cursor upTo = position.cursor();
        return new Replay(log, replayed, count, upTo, all.replays().begin(client, count, upTo, () -> closed != null));
    }

    /** What it reads first is this replay, or none; before anybody else knows of it. */
    void replays(Replays.@Nullable UnderWay underWay) {
        replay = underWay;
    }

    /**
     * Whether it is one of the replays under way, of which there are {@link NotifierBuilder#maxReplays} at most. So a transport may hold
     * more at once for one of them than for others, of whom there can be many more.
     */
    public boolean isReplaying() {
        Replays.UnderWay present = replay;
        return present != null && present.isCounted();
    }

    /** Runs {@code action} when the subscription closes, even if nobody waits for a signal; perhaps more than once. */
    void whenClosed(Runnable action) {
        closing = action;
        if (closed != null) {
            action.run();
        }
    }

    /** Lets the waiting reader look, if one waits. */
    void signal() {
        Runnable action = armed == 1 && ARMED.compareAndSet(this, 1, 0) ? signal : null;
        if (action != null) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A subscription's signal failed", e);
            }
        }
    }

    /** The place: the cursor to carry on with after what {@link #next} has brought. */
    public Cursor cursor() {
        return position.cursor();
    }

    /** What it selects now; unmodifiable. */
    public List<TopicFilter> topics() {
        return topics;
    }

    /** Who reads, or null for code in this JVM. */
    public @Nullable Client client() {
        return client;
    }

    /** Why it ended, or null while it is open. */
    public @Nullable CloseReason closed() {
        return closed;
    }

    /** Ends it for this reason; the first one holds. */
    public void close(CloseReason reason) {
        if (CLOSED.compareAndSet(this, null, reason)) {
            dispatcher.index().remove(this, topics);
            Replays.UnderWay present = replay;
            if (present != null) {
                present.end();
            }
            all.ended(this, reason);
            signal();
            Runnable action = closing;
            if (action != null) {
                action.run();
            }
        }
    }

    /** Ends it because its reader wants no more. */
    @Override
    public void close() {
        close(CloseReason.CLIENT_CLOSED);
    }
}
