package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link InMemoryEventLog} holds, and its writing side: appends, evictions and all that is done under the lock.
 *
 * <p>An append enters a new topic in the tree, fills the topic's ring, enters a new topic in the map, and last of all moves
 * {@code head}. Eviction raises its topic's mark before it unlinks the event, and is numbered. A topic is dropped when it
 * has been empty for a while, or when room is needed; then its mark counts for all names below its parent that are not
 * there: a gap too many for those, never one too few. Safe for use by several threads.
 */
final class Store {
    private static final int SWEPT_AT_ONCE = 512;

    /** More than any topic costs: an event this far below the bound fits whatever its topic. */
    private static final long AMPLE = 8_192;

    private final long epoch;
    private final Retentions retentions;
    private final long maxTotalBytes;
    private final long topicIdleNanos;
    private final Ticker ticker;
    private final InstantSource clock;

    private final Map<String, TopicLog> topics = new ConcurrentHashMap<>();

    // Written under the lock, read by anyone.
    private volatile long head;
    private volatile long losses;

    private final ReentrantLock lock = new ReentrantLock();
    // Only under the lock.
    private final TopicTree tree = new TopicTree();
    private final SizeClasses sizes = new SizeClasses();
    private final Set<TopicLog> empties = new LinkedHashSet<>(); // longest empty first
    private final IdempotencyKeys keys;
    private Follower[] followers = {}; // replaced, never changed
    private long totalBytes;
    private boolean closed;

    Store(InMemoryEventLogBuilder builder) {
        this.epoch = builder.epoch;
        this.retentions = new Retentions(builder.retentions, builder.retention);
        this.maxTotalBytes = builder.maxTotalBytes;
        this.topicIdleNanos = builder.topicIdle.toNanos();
        this.ticker = builder.ticker;
        this.clock = builder.clock;
        this.keys = new IdempotencyKeys(builder.keyAge, builder.keysPerTopic, builder.keysInAll);
    }

    // ---- what anyone may look at ----

    /** The sequence of the newest event that can be read. */
    long head() {
        return head;
    }

    /** The number of the newest eviction. */
    long losses() {
        return losses;
    }

    Cursor at(long sequence) {
        return new Cursor(epoch, 0, sequence);
    }

    boolean isOurs(Cursor cursor) {
        return cursor.epoch() == epoch && cursor.generation() == 0 && cursor.sequence() <= head;
    }

    @Nullable
    TopicLog topic(String name) {
        return topics.get(name);
    }

    int topicCount() {
        return topics.size();
    }

    // ---- appending ----

    /** Appends an event of a topic by its name: one that is in the log has been checked before. */
    Event append(String name, String type, Json data) {
        TopicLog seen = topics.get(name);
        Topic topic = seen != null ? seen.topic : new Topic(name);
        requireRoom(topic, data);
        lock.lock();
        try {
            return enter(topic, type, data, ticker.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Appends, unless the key has been seen. */
    Appended append(Draft draft) {
        Topic topic = draft.topic();
        String key = draft.key();
        requireRoom(topic, draft.data());
        lock.lock();
        try {
            long now = ticker.nanos();
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

    private void requireRoom(Topic topic, Json data) {
        if (data.length() > maxTotalBytes - AMPLE) {
            long cost = TopicLog.EVENT_OVERHEAD
                    + data.length()
                    + TopicLog.cost(topic)
                    + TopicTree.bytes(TopicFilter.of(topic).segments());
            if (cost > maxTotalBytes) {
                throw new IllegalArgumentException("an event must fit the log's maxTotalBytes of " + maxTotalBytes
                        + " with its overhead: " + cost);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the log is closed");
        }
    }

    private Event first(IdempotencyKeys.Seen seen, Draft repeat) {
        TopicLog topic = topics.get(repeat.topic().name());
        Event retained = topic == null ? null : topic.find(seen.sequence());
        return retained != null
                ? retained
                : new Event(at(seen.sequence()), repeat.topic(), repeat.type(), seen.epochMilli(), repeat.data());
    }

    private Event enter(Topic name, String type, Json data, long now) {
        requireOpen();
        TopicLog known = topics.get(name.name());
        TopicLog topic = known != null ? known : new TopicLog(name, retentions.of(name));
        Event event = new Event(at(head + 1), topic.topic, topic.share(type), clock.millis(), data);
        if (known == null) {
            tree.enter(topic, TopicFilter.of(name).segments());
            totalBytes += topic.bytes();
            sizes.add(topic);
        } else if (topic.isEmpty()) {
            empties.remove(topic);
        }
        topic.add(event, now);
        totalBytes += TopicLog.cost(event);
        sizes.update(topic);
        tree.touch(topic);
        if (known == null) {
            // Not before it holds its event: a reader must find its marks, or wait for the lock.
            topics.put(name.name(), topic);
        }
        head = event.sequence();
        evict(topic, now);
        for (Follower follower : followers) {
            follower.appended(event);
        }
        return event;
    }

    // ---- letting go ----

    private void evict(TopicLog topic, long now) {
        while (topic.isOverfull()) {
            evictOldest(topic, topic.retention.latestOnly());
        }
        evictOverdue(topic, now);
        while (totalBytes + tree.bytes() > maxTotalBytes) {
            if (!empties.isEmpty()) {
                drop(empties.iterator().next());
            } else {
                // Never the event that has just come: it fits alone, and nobody has had a chance to read it.
                evictOldest(topic.size() == 1 ? sizes.largestBut(topic) : sizes.largest(), false);
            }
        }
    }

    private void evictOverdue(TopicLog topic, long now) {
        while (topic.isOverdue(now)) {
            evictOldest(topic, false);
        }
    }

    private void evictOldest(TopicLog topic, boolean superseded) {
        Event oldest = topic.oldest();
        if (oldest != null && !superseded) {
            long number = losses + 1;
            losses = number;
            topic.loss.raise(oldest.sequence(), number);
        }
        totalBytes -= topic.removeOldest();
        sizes.update(topic);
        if (topic.isEmpty()) {
            empties.add(topic);
        }
    }

    private void drop(TopicLog topic) {
        tree.drop(topic);
        empties.remove(topic);
        topics.remove(topic.topic.name());
        sizes.remove(topic);
        totalBytes -= topic.bytes();
    }

    /** Lets go of what is past its age: events, topics long empty, idempotency keys. */
    void sweep() {
        List<TopicLog> some = new ArrayList<>(SWEPT_AT_ONCE);
        for (TopicLog topic : topics.values()) {
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
            long now = ticker.nanos();
            keys.expire(now);
            for (TopicLog topic : some) {
                if (topics.get(topic.topic.name()) != topic) {
                    continue;
                }
                evictOverdue(topic, now);
                if (topic.isEmpty() && now - topic.lastAppendedAt() > topicIdleNanos) {
                    drop(topic);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- what takes the lock besides ----

    void find(TopicFilter filter, long after, TopicTree.Found found) {
        lock.lock();
        try {
            tree.find(filter, after, found);
        } finally {
            lock.unlock();
        }
    }

    void follow(Follower follower) {
        lock.lock();
        try {
            Follower[] more = Arrays.copyOf(followers, followers.length + 1);
            more[followers.length] = follower;
            followers = more;
        } finally {
            lock.unlock();
        }
    }

    void unfollow(Follower follower) {
        lock.lock();
        try {
            List<Follower> fewer = new ArrayList<>(List.of(followers));
            fewer.remove(follower);
            followers = fewer.toArray(Follower[]::new);
        } finally {
            lock.unlock();
        }
    }

    long totalBytes() {
        lock.lock();
        try {
            return totalBytes + tree.bytes();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
