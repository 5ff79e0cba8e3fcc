package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An event log in the heap of this process: fast, bounded, and gone when the process ends.
 *
 * <p>Safe for use by several threads. Appends take a lock, one after the other. A read of named topics takes none; a
 * read by wildcard, or of a topic that is not there, takes it for as long as it needs to find the topics that have news.
 *
 * <h2>How it stays exact</h2>
 *
 * An append, under the lock, fills the topic's ring, enters the topic in the tree and then in the map, and last of all
 * moves {@code head}; a read takes {@code head} first and the marks of eviction last (see {@link Reading}). Eviction
 * raises its topic's mark before it unlinks the event. Evictions are numbered, so that a reader can say which it has
 * been told of. A topic is dropped when it has been empty for a while, or when room is needed; then its mark counts for all names below its
 * parent that are not there: a gap too many for those, never one too few.
 */
public final class InMemoryEventLog implements EventLog {
    /** From the second event of a read on, what its payloads may add up to. */
    static final long MAX_READ_BYTES = 1 << 20;

    private static final int SWEPT_AT_ONCE = 512;

    private final long epoch;
    private final Retentions retentions;
    private final long maxTotalBytes;
    private final long topicIdleNanos;
    private final Ticker ticker;
    private final InstantSource clock;

    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final Map<String, TopicLog> topics = new ConcurrentHashMap<>();

    // Written under the lock, read by anyone.
    private volatile long head;
    private volatile long losses;

    private final ReentrantLock lock = new ReentrantLock();
    // Only under the lock.
    private final TopicTree tree = new TopicTree();
    private final SizeHeap sizes = new SizeHeap();
    private final Set<TopicLog> empties = new LinkedHashSet<>(); // longest empty first
    private final IdempotencyKeys keys;
    private long totalBytes;
    private boolean closed;

    InMemoryEventLog(InMemoryEventLogBuilder builder) {
        this.epoch = builder.epoch;
        this.retentions = new Retentions(builder.retentions, builder.retention);
        this.maxTotalBytes = builder.maxTotalBytes;
        this.topicIdleNanos = builder.topicIdle.toNanos();
        this.ticker = builder.ticker;
        this.clock = builder.clock;
        this.keys = new IdempotencyKeys(builder.keyAge, builder.keysPerTopic, builder.keysInAll);
    }

    /** A log with every default. */
    public static InMemoryEventLog create() {
        return builder().build();
    }

    public static InMemoryEventLogBuilder builder() {
        return new InMemoryEventLogBuilder();
    }

    // ---- writing ----

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        try {
            return CompletableFuture.completedStage(appendNow(draft));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Appended appendNow(Draft draft) {
        long cost = TopicLog.EVENT_OVERHEAD
                + draft.data().length()
                + TopicLog.cost(draft.topic())
                + TopicTree.bytes(TopicFilter.of(draft.topic()).segments());
        if (cost > maxTotalBytes) {
            throw new IllegalArgumentException(
                    "an event must fit the log's maxTotalBytes of " + maxTotalBytes + " with its overhead: " + cost);
        }
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the log is closed");
            }
            long now = ticker.nanos();
            String key = draft.key();
            if (key != null) {
                IdempotencyKeys.Seen seen = keys.find(draft.topic(), key, now);
                if (seen != null) {
                    return new Appended(first(seen, draft), true);
                }
            }
            TopicLog known = topics.get(draft.topic().name());
            Event event = known == null
                    ? event(head + 1, draft.topic(), draft.type(), clock.instant(), draft.data())
                    : event(head + 1, known.topic, known.share(draft.type()), clock.instant(), draft.data());
            enter(event, now);
            if (key != null) {
                long milli = event.time().toEpochMilli();
                keys.remember(draft.topic(), key, new IdempotencyKeys.Seen(event.sequence(), milli, now));
            }
            return new Appended(event, false);
        } finally {
            lock.unlock();
        }
    }

    private Event first(IdempotencyKeys.Seen seen, Draft repeat) {
        TopicLog topic = topics.get(repeat.topic().name());
        Event retained = topic == null ? null : topic.find(seen.sequence());
        if (retained != null) {
            return retained;
        }
        Instant time = Instant.ofEpochMilli(seen.epochMilli());
        return event(seen.sequence(), repeat.topic(), repeat.type(), time, repeat.data());
    }

    private Event event(long sequence, Topic topic, String type, Instant time, Json data) {
        return new Event(at(sequence), topic, type, time, data);
    }

    private void enter(Event event, long now) {
        String name = event.topic().name();
        TopicLog topic = topics.get(name);
        boolean isNew = topic == null;
        if (topic == null) {
            topic = new TopicLog(event.topic(), retentions.of(event.topic()));
            tree.enter(topic, TopicFilter.of(event.topic()).segments());
            totalBytes += topic.bytes();
            sizes.add(topic);
        } else if (topic.isEmpty()) {
            empties.remove(topic);
        }
        topic.add(event, now);
        totalBytes += TopicLog.cost(event);
        sizes.update(topic);
        tree.touch(topic, event.sequence());
        if (isNew) {
            topics.put(
                    name, topic); // not before it holds its event: a reader must find its marks, or wait for the lock
        }
        head = event.sequence();
        evict(topic, now);
        for (Follower follower : followers) {
            follower.appended(event);
        }
    }

    private void evict(TopicLog topic, long now) {
        Retention retention = topic.retention;
        while (topic.size() > retention.maxEvents()
                || (topic.size() > 1 && topic.bytes() - TopicLog.cost(topic.topic) > retention.maxBytes())) {
            evictOldest(topic, retention.latestOnly());
        }
        evictAged(topic, now);
        while (totalBytes + tree.bytes() > maxTotalBytes) {
            if (!empties.isEmpty()) {
                drop(empties.iterator().next());
            } else {
                // Never the event that has just come: it fits alone, and nobody has had a chance to read it.
                evictOldest(topic.size() == 1 ? sizes.largestBut(topic) : sizes.largest(), false);
            }
        }
    }

    private void evictAged(TopicLog topic, long now) {
        long maxAge = topic.retention.maxAge().toNanos();
        while (!topic.isEmpty() && now - topic.oldestAppendedAt() > maxAge) {
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

    /**
     * Lets go of what is past its age: events, topics long empty, idempotency keys. Cheap; to be called about once a
     * second, as a {@code Notifier} does with its log.
     */
    public void sweep() {
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
                evictAged(topic, now);
                if (topic.isEmpty() && now - topic.lastAppendedAt() > topicIdleNanos) {
                    drop(topic);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- reading ----

    @Override
    public CompletionStage<Batch> read(List<TopicFilter> filters, From from, int limit) {
        try {
            return CompletableFuture.completedStage(readNow(filters, from, limit));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** As {@link #read}, with the answer at once. */
    public Batch readNow(List<TopicFilter> filters, From from, int limit) {
        return readNow(filters, from, limit, MAX_READ_BYTES);
    }

    /** As {@link #readNow(List, From, int)}, where the payloads from the second on add up to {@code maxBytes} at most. */
    public Batch readNow(List<TopicFilter> filters, From from, int limit, long maxBytes) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more: " + limit);
        }
        Position position = locate(filters, from);
        Cursor cursor = position.cursor();
        boolean ours = isOurs(cursor);
        long told = ours ? position.told() : losses;
        Reading reading = new Reading(this, filters, ours ? cursor.sequence() : 0).locate();
        List<Event> events = reading.collect(limit, Math.min(maxBytes, MAX_READ_BYTES));
        long lost = reading.lost();
        long place = events.isEmpty()
                ? reading.head()
                : events.get(events.size() - 1).sequence();
        Gap gap = null;
        if (!ours) {
            long resumed = events.isEmpty() ? place : events.get(0).sequence() - 1;
            gap = new Gap(Gap.Reason.EPOCH, null, at(resumed));
        } else if (lost > told) {
            gap = new Gap(Gap.Reason.EVICTED, cursor, cursor);
        }
        // A gap of another epoch tells of what was lost before this read, not of what has gone meanwhile.
        return new Batch(events, gap, new Position(at(place), ours ? Math.max(told, lost) : told));
    }

    /**
     * The position that {@code from} means now. A cursor that this log never gave out stays as it is: the next read says
     * the gap.
     */
    public Position locate(List<TopicFilter> filters, From from) {
        if (from instanceof From.After after) {
            return after.position();
        }
        long told = losses; // before head: what is evicted from here on is a loss to this reader
        if (from instanceof From.Earliest) {
            return new Position(at(0), told);
        }
        if (from instanceof From.Last last) {
            return new Position(at(new Reading(this, filters, 0).locate().beforeLast(last.count())), told);
        }
        return new Position(head(), 0);
    }

    /** The same position for a reader whom these topics join: what they have lost after it is yet to be told. */
    public Position joining(List<TopicFilter> filters, Position position) {
        if (!isOurs(position.cursor())) {
            return position;
        }
        long lost = new Reading(this, filters, position.cursor().sequence())
                .locate()
                .lost();
        return lost > 0 && lost <= position.told() ? new Position(position.cursor(), lost - 1) : position;
    }

    /** The last {@code count} retained events of the selected topics at or before a place: where to begin reading them. */
    public Cursor locateLast(List<TopicFilter> filters, int count, Cursor upTo) {
        return at(new Reading(this, filters, 0, upTo.sequence()).locate().beforeLast(count));
    }

    /** The next events after a position and at or before a place of this log; empty when there are no more. */
    public List<Event> readUpTo(List<TopicFilter> filters, Cursor after, Cursor upTo, int limit) {
        return new Reading(this, filters, after.sequence(), upTo.sequence())
                .locate()
                .collect(limit, MAX_READ_BYTES);
    }

    /** Whether a read from this position would bring a gap or an event; may say yes where it would not. */
    public boolean hasNews(List<TopicFilter> filters, Position position) {
        Cursor cursor = position.cursor();
        return !isOurs(cursor)
                || new Reading(this, filters, cursor.sequence()).locate().found();
    }

    private boolean isOurs(Cursor cursor) {
        return cursor.epoch() == epoch && cursor.generation() == 0 && cursor.sequence() <= head;
    }

    private Cursor at(long sequence) {
        return new Cursor(epoch, 0, sequence);
    }

    @Override
    public Cursor head() {
        return at(head);
    }

    long lastSequence() {
        return head;
    }

    @Nullable
    TopicLog topic(String name) {
        return topics.get(name);
    }

    void find(TopicFilter filter, long after, TopicTree.Found found) {
        lock.lock();
        try {
            tree.find(filter, after, found);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Following follow(Follower follower) {
        lock.lock();
        try {
            followers.add(follower);
        } finally {
            lock.unlock();
        }
        return () -> followers.remove(follower);
    }

    /** The bytes that count against the bound: payloads, and an allowance for each event and topic. */
    public long totalBytes() {
        lock.lock();
        try {
            return totalBytes + tree.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** How many topics the log knows, those without retained events among them. */
    public int topicCount() {
        return topics.size();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
