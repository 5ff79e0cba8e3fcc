package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One life and generation of an {@link InMemoryEventLog}, and its writing side: all that is done under the lock.
 *
 * <p>An append adds the event to its topic among the {@link Holdings}, and last of all moves {@code head}. Safe for use by several
 * threads.
 */
final class Store {
    private static final int SWEPT_AT_ONCE = 512;

    private final Life life;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Followers followers;
    private final Holdings holdings;
    private final SharedBatches shared = new SharedBatches();

    private volatile long head; // written under the lock, read by anyone

    private final ReentrantLock lock = new ReentrantLock();
    // Only under the lock.
    private final IdempotencyKeys keys;
    private @Nullable String refusal; // why nothing can be appended

    /** @param refusal why nothing can be appended, null where it can */
    Store(InMemoryEventLogBuilder settings, @Nullable String refusal) {
        this.life = new Life(settings.epoch, List.of());
        this.ticker = settings.ticker;
        this.clock = settings.clock;
        this.followers = new Followers();
        this.holdings = new Holdings(settings);
        this.keys = new IdempotencyKeys(settings.keyAge, settings.keysPerTopic, settings.keysInAll);
        this.refusal = refusal;
    }

    /** What comes after a store, with the same settings and followers. */
    Store(Store before, Life life, long head, Holdings holdings) {
        this.life = life;
        this.ticker = before.ticker;
        this.clock = before.clock;
        this.followers = before.followers;
        this.holdings = holdings;
        this.keys = before.keys;
        this.refusal = before.refusal;
        this.head = head;
    }

    // ---- what anyone may look at ----

    /** The sequence of the newest event that can be read. */
    long head() {
        return head;
    }

    /** The number of the newest eviction. */
    long losses() {
        return holdings.losses();
    }

    Life life() {
        return life;
    }

    Cursor at(long sequence) {
        return life.at(sequence);
    }

    boolean isOurs(Cursor cursor) {
        return cursor.epoch() == life.epoch()
                && cursor.sequence() <= head
                && cursor.generation() <= life.generation()
                && cursor.sequence() <= life.unchangedSince(cursor.generation());
    }

    /** The sequence after which reading goes on from a cursor: another than its own where that is not ours. */
    long resume(Cursor cursor) {
        return isOurs(cursor) ? cursor.sequence() : life.resume(cursor);
    }

    SharedBatches shared() {
        return shared;
    }

    @Nullable
    TopicLog topic(String name) {
        return holdings.topic(name);
    }

    int topicCount() {
        return holdings.topicCount();
    }

    Followers followers() {
        return followers;
    }

    long now() {
        return ticker.nanos();
    }

    // ---- appending ----

    /** Appends an event of a topic by its name: one that is in the log has been checked before. */
    Event append(String name, String type, Json data) {
        TopicLog seen = topic(name);
        Topic topic = seen != null ? seen.topic : new Topic(name);
        holdings.requireRoom(topic, data.length());
        lock.lock();
        try {
            return enter(topic, type, data, now());
        } finally {
            lock.unlock();
        }
    }

    /** Appends, unless the key has been seen. */
    Appended append(Draft draft) {
        Topic topic = draft.topic();
        String key = draft.key();
        holdings.requireRoom(topic, draft.data().length());
        lock.lock();
        try {
            long now = now();
            if (key == null) {
                return new Appended(enter(topic, draft.type(), draft.data(), now), false);
            }
            requireOpen();
            IdempotencyKeys.Seen seen = keys.find(topic, key, now);
            if (seen != null) {
                return new Appended(first(seen, draft), true);
            }
            Event event = enter(topic, draft.type(), draft.data(), now);
            long milli = event.time().toEpochMilli();
            keys.remember(topic, key, new IdempotencyKeys.Seen(event.sequence(), milli, now));
            return new Appended(event, false);
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
    }

    private Event first(IdempotencyKeys.Seen seen, Draft repeat) {
        TopicLog topic = topic(repeat.topic().name());
        Event retained = topic == null ? null : topic.find(seen.sequence());
        return retained != null
                ? retained
                : new Event(at(seen.sequence()), repeat.topic(), repeat.type(), seen.epochMilli(), repeat.data());
    }

    private Event enter(Topic name, String type, Json data, long now) {
        requireOpen();
        TopicLog topic = holdings.of(name);
        Event event = new Event(at(head + 1), topic.topic, topic.share(type), clock.millis(), data);
        enter(topic, event, now);
        return event;
    }

    private void enter(TopicLog topic, Event event, long now) {
        holdings.add(topic, event, now);
        head = event.sequence();
        holdings.evict(topic, now);
        followers.appended(event);
    }

    /** Takes in the event after head, which has its place already; one that the bound has no room for is lost. */
    void take(Event event) {
        lock.lock();
        try {
            long now = now();
            TopicLog topic = holdings.of(event.topic());
            if (holdings.fits(event.topic(), event.size())) {
                enter(topic, topic.adopt(event), now);
            } else {
                holdings.lose(topic, event.sequence(), 0, now);
                head = event.sequence();
                holdings.evict(topic, now);
                followers.changed();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes in that these topics have lost events: what has the place after head is that, and no event. */
    void lose(long sequence, LostTopics lost) {
        lock.lock();
        try {
            holdings.lose(lost, sequence, now());
            head = sequence;
            followers.changed();
        } finally {
            lock.unlock();
        }
    }

    // ---- what takes the lock besides ----

    /** Lets go of what is past its age: events, topics long empty, idempotency keys. */
    void sweep() {
        List<TopicLog> some = new ArrayList<>(SWEPT_AT_ONCE);
        for (TopicLog topic : holdings.topics()) {
            some.add(topic);
            if (some.size() == SWEPT_AT_ONCE) {
                sweep(some);
                some.clear();
            }
        }
        sweep(some);
    }

    private void sweep(List<TopicLog> some) {
        lock.lock();
        try {
            long now = now();
            keys.expire(now);
            holdings.sweep(some, now);
        } finally {
            lock.unlock();
        }
    }

    void find(TopicFilter filter, long after, TopicTree.Found found) {
        lock.lock();
        try {
            holdings.find(filter, after, found);
        } finally {
            lock.unlock();
        }
    }

    /** What comes of a look at all that is held, while nothing changes. */
    <T> T look(Function<Holdings, T> at) {
        lock.lock();
        try {
            return at.apply(holdings);
        } finally {
            lock.unlock();
        }
    }

    long totalBytes() {
        lock.lock();
        try {
            return holdings.totalBytes();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            refusal = "the log is closed";
        } finally {
            lock.unlock();
        }
    }
}
