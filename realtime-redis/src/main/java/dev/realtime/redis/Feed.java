package dev.realtime.redis;

import dev.realtime.event.Cursor;
import dev.realtime.log.LostTopics;
import dev.realtime.log.Mirror;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's copy: loads what Redis retains, then follows the one stream of all events, on a thread and a connection of
 * its own.
 *
 * <p>The numbers of events have no holes, so that whatever is missed is seen with the next event; then, and after each loss of
 * the connection, it looks where the log is and goes on from the copy's head or loads what it lacks. Where the copy has what the log
 * has lost, it first tells all nodes.
 */
final class Feed implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** How long a read of the feed waits in Redis. */
    private static final Duration BLOCK = Duration.ofSeconds(1);

    private static final Duration PATIENCE = BLOCK.plus(Uplink.SILENCE);
    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(10);
    private static final long MIN_PAUSE_MILLIS = 20;
    private static final long MAX_PAUSE_MILLIS = 1_000;

    private final Redis redis;
    private final Settings settings;
    private final String node;
    private final Mirror mirror;
    private final Arrivals arrivals;
    private final Health health;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    // Written by the feed's thread.
    private volatile State seen = State.NONE;
    private volatile @Nullable Link link;
    private volatile boolean following;
    private volatile boolean distrusted;
    private volatile @Nullable Throwable failure;
    private volatile String evictionPolicy = "";

    Feed(Redis redis, Settings settings, String node, Mirror mirror, Arrivals arrivals, Health health) {
        this.redis = redis;
        this.settings = settings;
        this.node = node;
        this.mirror = mirror;
        this.arrivals = arrivals;
        this.health = health;
    }

    /** How far the copy is. */
    State seen() {
        return seen;
    }

    /** Whether the copy is being fed, rather than loaded or waiting for a connection. */
    boolean isFollowing() {
        return following;
    }

    /** Waits until the copy is loaded for the first time; false where that took too long. */
    boolean awaitLoaded(Duration patience) throws InterruptedException {
        return loaded.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What Redis does where its memory is full, as it was at the first load. */
    String evictionPolicy() {
        return evictionPolicy;
    }

    /** Why the last connection was of no use, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Loads what the copy lacks, by another connection: neither this one nor the feed is to be trusted. */
    void renew(String why) {
        Link current = link;
        if (current != null) {
            distrusted = true;
            LOG.warn("The feed from Redis begins anew: {}", why);
            current.close();
        }
    }

    void close() {
        closing.countDown();
        Link current = link;
        if (current != null) {
            current.close();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    @Override
    public void run() {
        long pause = MIN_PAUSE_MILLIS;
        try {
            while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
                try (Link next = new Link(Redis.await(redis.connect(), LOAD_PATIENCE), settings, node)) {
                    link = next;
                    begin(next);
                    pause = MIN_PAUSE_MILLIS;
                    follow(next);
                } catch (RuntimeException e) {
                    failure = e;
                    if (!isClosing()) {
                        LOG.debug("The feed from Redis is interrupted", e);
                        health.feedLost(String.valueOf(e.getMessage()));
                    }
                    pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
                } finally {
                    following = false;
                    link = null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Link by) throws InterruptedException {
        State state = Redis.await(by.tend(seen), LOAD_PATIENCE);
        if (distrusted || !state.continues(seen)) {
            load(by, state);
            distrusted = false;
        }
        if (loaded.getCount() > 0) {
            evictionPolicy = Redis.await(by.evictionPolicy(), LOAD_PATIENCE);
            loaded.countDown();
        }
        health.following();
    }

    private void follow(Link by) throws InterruptedException {
        following = true;
        while (!isClosing()) {
            List<StreamMessage<String, byte[]>> entries = Redis.await(by.follow(seen.head(), BLOCK), PATIENCE);
            if (entries != null && !entries.isEmpty()) {
                take(by, entries);
            }
        }
    }

    private void take(Link by, List<StreamMessage<String, byte[]>> entries) throws InterruptedException {
        State before = seen;
        long head = before.head();
        boolean whole = true;
        for (StreamMessage<String, byte[]> entry : entries) {
            Cursor place = Entries.place(entry); // after a flush, another log may soon have gone on where this one was
            whole = place.equals(new Cursor(before.epoch(), before.generation(), head + 1));
            if (!whole) {
                break;
            }
            Entries.take(place, entry, mirror);
            head++;
            seen = before.at(head);
        }
        arrivals.moved();
        if (!whole) {
            following = false;
            load(by, Redis.await(by.tend(seen), LOAD_PATIENCE));
            following = true;
        }
    }

    private void load(Link by, State first) throws InterruptedException {
        State state = tellLost(by, first);
        while (true) {
            mirror.load(new Loading(by, state, after(state), LOAD_PATIENCE).run());
            seen = state;
            arrivals.moved();
            State now = Redis.await(by.tend(seen), LOAD_PATIENCE);
            if (now.isOf(state)) {
                return;
            }
            state = tellLost(by, now); // another log has begun under the load's hands, which may have had parts of both
        }
    }

    /** Tells every node of what this one has had that the log has lost, before the copy lets go of it; returns where the log is then. */
    private State tellLost(Link by, State first) throws InterruptedException {
        State state = first;
        LostTopics lost = mirror.lost(state.epoch(), state.kept());
        while (!lost.isEmpty()) {
            LOG.warn(
                    "The log in Redis has lost events that this node had, of {} topics",
                    lost.all() ? "any" : lost.named().size());
            State told = Redis.await(by.lose(state, after(state), lost), LOAD_PATIENCE);
            if (told.isOf(state)) {
                return told;
            }
            state = told;
            lost = mirror.lost(state.epoch(), state.kept());
        }
        return state;
    }

    /** What a load need not bring: the copy has it. */
    private long after(State state) {
        State copy = seen;
        if (copy.epoch() != state.epoch()) {
            return 0;
        }
        long after = copy.head();
        for (Long kept : state.kept().subList(Math.min(copy.generation(), state.generation()), state.generation())) {
            after = Math.min(after, kept);
        }
        return after;
    }
}
