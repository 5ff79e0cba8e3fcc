package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.TopicFilter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An event log in the heap of this process: fast, bounded, and gone when the process ends.
 *
 * <p>Safe for use by several threads. Appends take a lock, one after the other. A read of named topics takes none; a
 * read by wildcard, or of a topic that is not there, takes it for as long as it needs to find the topics that have news.
 *
 * <p>What writes is {@link Store}. A read takes {@code head} first and the marks of eviction last (see {@link Reading});
 * evictions are numbered, so that a reader can say which it has been told of.
 */
public final class InMemoryEventLog implements EventLog {
    /** What the payloads of a read may add up to that has several events. */
    static final long MAX_READ_BYTES = 1 << 20;

    private volatile Store store; // replaced only where this is a copy

    InMemoryEventLog(Store store) {
        this.store = store;
    }

    Store store() {
        return store;
    }

    void replace(Store after) {
        store = after;
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

    /**
     * As {@link #append}, with the answer at once.
     *
     * @throws IllegalArgumentException where the log can never take the draft
     * @throws IllegalStateException where the log is closed
     */
    public Appended appendNow(Draft draft) {
        return store.append(draft);
    }

    /**
     * As {@link #appendNow(Draft)}, without a key: for who appends often to the same topics, whose names have been
     * checked before and are not checked again.
     */
    public Event appendNow(String topic, String type, Json data) {
        return store.append(topic, type, data);
    }

    /**
     * Lets go of what is past its age: events, topics long empty, idempotency keys. Cheap; to be called about once a
     * second, as a {@code Notifier} does with its log.
     */
    public void sweep() {
        store.sweep();
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
        return readNow(filters, locate(filters, from), limit, MAX_READ_BYTES);
    }

    /** As {@link #readNow(List, From, int)}, where the payloads of several events add up to {@code maxBytes} at most. */
    public Batch readNow(List<TopicFilter> filters, Position position, int limit, long maxBytes) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more: " + limit);
        }
        Store store = this.store;
        Cursor cursor = position.cursor();
        boolean ours = store.isOurs(cursor);
        TopicLog only = ours ? only(store, filters) : null;
        Batch made = only == null ? null : store.shared().find(only, position, limit, maxBytes);
        if (made != null) {
            return made;
        }
        Batch batch = read(store, filters, position, ours, limit, maxBytes);
        if (batch.gap() != null && batch.gap().reason() == Gap.Reason.EVICTED) {
            // What went while it was read may have been read: once more, while nothing goes.
            batch = store.look(held -> read(store, filters, position, ours, limit, maxBytes));
        }
        if (only != null) {
            store.shared().offer(only, cursor.sequence(), limit, maxBytes, batch);
        }
        return batch;
    }

    /** One read, whose gap for evictions is certain only where nothing is evicted meanwhile. */
    private static Batch read(
            Store store, List<TopicFilter> filters, Position position, boolean ours, int limit, long maxBytes) {
        Cursor cursor = position.cursor();
        long told = ours ? position.told() : store.losses();
        long after = ours ? cursor.sequence() : store.life().resume(cursor);
        Reading reading = new Reading(store, filters, after).locate();
        List<Event> events = reading.collect(limit, Math.min(maxBytes, MAX_READ_BYTES));
        long lost = reading.lost();
        long place = events.isEmpty()
                ? reading.head()
                : events.get(events.size() - 1).sequence();
        Gap gap = null;
        if (!ours && store.life().isRolledBack(cursor)) {
            gap = new Gap(Gap.Reason.ROLLBACK, cursor, store.at(after));
        } else if (!ours) {
            long resumed = events.isEmpty() ? place : events.get(0).sequence() - 1;
            gap = new Gap(Gap.Reason.EPOCH, null, store.at(resumed));
        } else if (lost > told) {
            gap = new Gap(Gap.Reason.EVICTED, cursor, cursor);
        }
        // A gap of another life tells of what was lost before this read, not of what has gone meanwhile.
        return new Batch(events, gap, new Position(store.at(place), ours ? Math.max(told, lost) : told));
    }

    /** The topic that these filters select, if they are the name of one that is known. */
    private static @Nullable TopicLog only(Store store, List<TopicFilter> filters) {
        TopicFilter filter = filters.size() == 1 ? filters.get(0) : null;
        return filter != null && filter.isExact() ? store.topic(filter.pattern()) : null;
    }

    /**
     * The position that {@code from} means now. A cursor that this log never gave out stays as it is: the next read says
     * the gap.
     */
    public Position locate(List<TopicFilter> filters, From from) {
        if (from instanceof From.After after) {
            return after.position();
        }
        Store store = this.store;
        long told = store.losses(); // before head: what is evicted from here on is a loss to this reader
        if (from instanceof From.Earliest) {
            return new Position(store.at(0), told);
        }
        if (from instanceof From.Last last) {
            return new Position(store.at(new Reading(store, filters, 0).locate().beforeLast(last.count())), told);
        }
        return new Position(store.at(store.head()), 0);
    }

    /** The same position for a reader whom these topics join: what they have lost after it is yet to be told. */
    public Position joining(List<TopicFilter> filters, Position position) {
        Store store = this.store;
        if (!store.isOurs(position.cursor())) {
            return position;
        }
        long lost = new Reading(store, filters, position.cursor().sequence())
                .locate()
                .lost();
        return lost > 0 && lost <= position.told() ? new Position(position.cursor(), lost - 1) : position;
    }

    /** The last {@code count} retained events of the selected topics at or before a place: where to begin reading them. */
    public Cursor locateLast(List<TopicFilter> filters, int count, Cursor upTo) {
        Store store = this.store;
        return store.at(
                new Reading(store, filters, 0, store.resume(upTo)).locate().beforeLast(count));
    }

    /**
     * The next events after a place and at or before another, as far as both are still of this log; empty when there are no
     * more.
     */
    public List<Event> readUpTo(List<TopicFilter> filters, Cursor after, Cursor upTo, int limit, long maxBytes) {
        Store store = this.store;
        return new Reading(store, filters, store.resume(after), store.resume(upTo))
                .locate()
                .collect(limit, Math.min(maxBytes, MAX_READ_BYTES));
    }

    /** Whether a read from this position would bring a gap or an event; may say yes where it would not. */
    public boolean hasNews(List<TopicFilter> filters, Position position) {
        Store store = this.store;
        Cursor cursor = position.cursor();
        if (!store.isOurs(cursor)) {
            return true;
        }
        TopicLog topic = only(store, filters);
        if (topic != null) { // as a reading would find, without making one
            return topic.lastSequence() > cursor.sequence();
        }
        return new Reading(store, filters, cursor.sequence()).locate().found();
    }

    /** Whether this log has come to the place, and has not lost it since. */
    public boolean has(Cursor place) {
        return store.isOurs(place);
    }

    /** Whether this log has come to the place, or has lost it since: what a read from there brings is certain. */
    public boolean knows(Cursor place) {
        Store store = this.store;
        return store.isOurs(place) || store.life().isRolledBack(place);
    }

    /** How many events a read from this place may have before it, over all topics. */
    public long behind(Cursor place) {
        Store store = this.store;
        return store.head() - store.resume(place);
    }

    @Override
    public Cursor head() {
        Store store = this.store;
        return store.at(store.head());
    }

    @Override
    public Following follow(Follower follower) {
        Followers followers = store.followers();
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    /** The bytes that count against the bound: payloads, and an allowance for each event and topic. */
    public long totalBytes() {
        return store.totalBytes();
    }

    /** How many topics the log knows, those without retained events among them. */
    public int topicCount() {
        return store.topicCount();
    }

    @Override
    public void close() {
        store.close();
    }
}
