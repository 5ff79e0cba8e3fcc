package dev.realtime.log;

import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a {@link Store} with their events, and the rules by which they are let go.
 *
 * <p>A new topic enters the tree, then its ring is filled, then it enters the map. Eviction raises its topic's mark before it
 * unlinks the event, and is numbered. A topic is dropped when it has been empty for a while, or when room is needed; then
 * its mark counts for all names below its parent that are not there: a gap too many for those, never one too few.
 *
 * <p>Guarded by the store's lock, but for {@link #topic}, {@link #topics}, {@link #topicCount}, {@link #losses} and
 * {@link #requireRoom}.
 */
final class Holdings {
    /** More than any topic costs: an event this far below the bound fits whatever its topic. */
    private static final long AMPLE = 8_192;

    private final Retentions retentions;
    private final long maxTotalBytes;
    private final long topicIdleNanos;

    private final Map<String, TopicLog> topics = new ConcurrentHashMap<>();
    private final TopicTree tree = new TopicTree();
    private final SizeClasses sizes = new SizeClasses();
    private final Set<TopicLog> empties = new LinkedHashSet<>(); // longest empty first
    private long totalBytes;
    private volatile long losses;

    /** None yet. */
    Holdings(InMemoryEventLogBuilder settings) {
        this.retentions = new Retentions(settings.retentions, settings.retention);
        this.maxTotalBytes = settings.maxTotalBytes;
        this.topicIdleNanos = settings.topicIdle.toNanos();
    }

    /** None yet, by the same rules; evictions are numbered from after {@code losses}. */
    Holdings(Holdings others, long losses) {
        this.retentions = others.retentions;
        this.maxTotalBytes = others.maxTotalBytes;
        this.topicIdleNanos = others.topicIdleNanos;
        this.losses = losses;
    }

    // ---- what anyone may look at ----

    @Nullable
    TopicLog topic(String name) {
        return topics.get(name);
    }

    Collection<TopicLog> topics() {
        return topics.values();
    }

    int topicCount() {
        return topics.size();
    }

    /** The number of the newest eviction. */
    long losses() {
        return losses;
    }

    /** @throws IllegalArgumentException where the event alone is beyond the bound */
    void requireRoom(Topic topic, int size) {
        if (!fits(topic, size)) {
            throw new IllegalArgumentException("an event must fit the log's maxTotalBytes of " + maxTotalBytes
                    + " with its overhead: " + cost(topic, size));
        }
    }

    boolean fits(Topic topic, int size) {
        return size <= maxTotalBytes - AMPLE || cost(topic, size) <= maxTotalBytes;
    }

    private static long cost(Topic topic, int size) {
        return TopicLog.EVENT_OVERHEAD
                + size
                + TopicLog.cost(topic)
                + TopicTree.bytes(TopicFilter.of(topic).segments());
    }

    // ---- under the lock from here on ----

    /** The topic of this name; a new one is not among the others until something is added to it. */
    TopicLog of(Topic name) {
        TopicLog known = topics.get(name.name());
        return known != null ? known : new TopicLog(name, retentions.of(name));
    }

    /** Adds an event whose sequence is higher than any before; {@link #evict} is to follow, once it can be read. */
    void add(TopicLog topic, Event event, long now) {
        boolean known = enter(topic);
        if (known && topic.isEmpty()) {
            empties.remove(topic);
        }
        topic.add(event, now);
        totalBytes += TopicLog.cost(event);
        sizes.update(topic);
        tree.touch(topic);
        if (!known) {
            // Not before it holds its event: a reader must find its marks, or wait for the lock.
            topics.put(topic.topic.name(), topic);
        }
    }

    /**
     * Marks an event as lost that is not here; its sequence is not lower than any before. {@link #evict} is to follow.
     *
     * @param number that of the loss, 0 for a new one
     */
    void lose(TopicLog topic, long sequence, long number, long now) {
        boolean known = enter(topic);
        topic.lose(sequence, number == 0 ? nextLoss() : number, now);
        tree.touch(topic);
        if (!known) {
            empties.add(topic);
            topics.put(topic.topic.name(), topic);
        }
    }

    /** Marks these topics as having lost events; the sequence is higher than any before. */
    void lose(LostTopics lost, long sequence, long now) {
        for (Topic name : lost.named()) {
            TopicLog topic = of(name);
            lose(topic, sequence, 0, now);
            evict(topic, now);
        }
        if (lost.all()) {
            long number = nextLoss();
            topics.values().forEach(topic -> lose(topic, sequence, number, now));
            forget(sequence, number);
        }
    }

    /** The topics that have had an event, or lost one, with a higher sequence. */
    LostTopics touchedAfter(long sequence) {
        if (forgotten().sequence() > sequence) {
            return LostTopics.ofAll();
        }
        return LostTopics.of(topics.values().stream()
                .filter(topic -> topic.lastSequence() > sequence)
                .map(topic -> topic.topic)
                .collect(Collectors.toSet()));
    }

    /** Whether it had entered before. */
    private boolean enter(TopicLog topic) {
        boolean known = topic.node != null;
        if (!known) {
            tree.enter(topic, TopicFilter.of(topic.topic).segments());
            totalBytes += topic.bytes();
            sizes.add(topic);
        }
        return known;
    }

    private long nextLoss() {
        long number = losses + 1;
        losses = number;
        return number;
    }

    /** Lets go of what is too much now that this topic has another event. */
    void evict(TopicLog topic, long now) {
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
            topic.loss.raise(oldest.sequence(), nextLoss());
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

    /** Lets go of what is past its age in these topics, and of those that have been empty for long. */
    void sweep(List<TopicLog> some, long now) {
        for (TopicLog topic : some) {
            if (topics.get(topic.topic.name()) == topic) {
                evictOverdue(topic, now);
                if (topic.isEmpty() && now - topic.lastAppendedAt() > topicIdleNanos) {
                    drop(topic);
                }
            }
        }
    }

    /** What was lost of names that are not here, in one mark. */
    Loss forgotten() {
        return tree.forgotten();
    }

    /** Marks every name that is not here: it may have lost events up to this sequence. */
    void forget(long sequence, long number) {
        tree.forget(sequence, number == 0 ? nextLoss() : number);
    }

    void find(TopicFilter filter, long after, TopicTree.Found found) {
        tree.find(filter, after, found);
    }

    long totalBytes() {
        return totalBytes + tree.bytes();
    }
}
