package dev.realtime.log;

import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One read of an {@link InMemoryEventLog}, in the four steps whose order makes it exact while others append and evict.
 *
 * <ol>
 *   <li>{@linkplain #Reading take head}: nothing after it is looked at, so a topic that comes up meanwhile is no hole;
 *   <li>{@link #locate} the selected topics that have had events after the place;
 *   <li>{@link #collect} their events up to head, merged by sequence;
 *   <li>{@link #lost} last of all looks at the marks of eviction: a mark is raised before its event goes, so what went
 *       away under this read's hands is noticed. It may have been read before it went: certain is only what is read under
 *       the log's lock.
 * </ol>
 *
 * For one thread at a time.
 */
final class Reading implements TopicTree.Found {
    private final Store store;
    private final List<TopicFilter> filters;
    private final long after;
    private final long head;

    private final Collection<TopicLog> topics;
    private long forgottenNumber;

    Reading(Store store, List<TopicFilter> filters, long after) {
        this(store, filters, after, Long.MAX_VALUE);
    }

    /** A read that goes no further than {@code upTo}. */
    Reading(Store store, List<TopicFilter> filters, long after, long upTo) {
        this.store = store;
        this.filters = filters;
        this.after = after;
        this.head = Math.min(store.head(), upTo);
        this.topics = filters.size() == 1 ? new ArrayList<>(1) : new LinkedHashSet<>(); // several may select the same
    }

    long head() {
        return head;
    }

    Reading locate() {
        for (TopicFilter filter : filters) {
            TopicLog topic = filter.isExact() ? store.topic(filter.pattern()) : null;
            if (topic == null) {
                store.find(filter, after, this);
            } else if (topic.lastSequence() > after) {
                topics.add(topic);
            }
        }
        return this;
    }

    @Override
    public void topic(TopicLog topic) {
        topics.add(topic);
    }

    @Override
    public void forgotten(Loss loss) {
        if (loss.sequence() > after) {
            forgottenNumber = Math.max(forgottenNumber, loss.number());
        }
    }

    /** Whether there may be something to read, by the topics alone. */
    boolean found() {
        return !topics.isEmpty() || forgottenNumber > 0;
    }

    /** The events after the place and up to head, at most {@code limit} and, where there are several, of {@code maxBytes}. */
    List<Event> collect(int limit, long maxBytes) {
        if (topics.isEmpty()) {
            return List.of();
        }
        if (topics.size() == 1) {
            return collect(new Lane(topics.iterator().next()), limit, maxBytes);
        }
        List<Event> events = new ArrayList<>(Math.min(limit, 16));
        long bytes = 0;
        PriorityQueue<Lane> lanes = new PriorityQueue<>(Comparator.comparingLong(lane -> lane.sequence));
        for (TopicLog topic : topics) {
            Lane lane = new Lane(topic);
            if (lane.event != null) {
                lanes.add(lane);
            }
        }
        for (Lane lane = lanes.poll(); lane != null && lane.event != null; lane = lanes.poll()) {
            bytes += lane.event.size();
            if (events.size() == limit || (bytes > maxBytes && !events.isEmpty())) {
                break;
            }
            events.add(lane.event);
            lane.advance();
            if (lane.event != null) {
                lanes.add(lane);
            }
        }
        return events;
    }

    private List<Event> collect(Lane only, int limit, long maxBytes) {
        Event first = only.event;
        if (first == null) {
            return List.of();
        }
        only.advance();
        if (only.event == null || limit == 1) {
            return List.of(first); // the usual case costs no more than this
        }
        List<Event> events = new ArrayList<>(Math.min(limit, 16));
        events.add(first);
        long bytes = first.size();
        while (only.event != null && events.size() < limit) {
            bytes += only.event.size();
            if (bytes > maxBytes) {
                break;
            }
            events.add(only.event);
            only.advance();
        }
        return events;
    }

    /** The number of the last loss among the selected topics after the place, or 0 for none. */
    long lost() {
        long number = forgottenNumber;
        for (TopicLog topic : topics) {
            if (topic.loss.sequence() > after) {
                number = Math.max(number, topic.loss.number());
            }
        }
        return number;
    }

    /** The sequence just before the last {@code count} retained events up to head; head where none is retained. */
    long beforeLast(int count) {
        if (count == 0) {
            return head;
        }
        if (topics.size() == 1) {
            TopicLog only = topics.iterator().next();
            long first = Math.max(only.begin(), only.firstAfter(head, only.end()) - count);
            Event event = first < only.end() ? only.at(first) : null;
            if (event != null && event.sequence() <= head) {
                return event.sequence() - 1;
            }
        }
        PriorityQueue<Long> highest = new PriorityQueue<>();
        for (TopicLog topic : topics) {
            for (long index = topic.end() - 1; index >= topic.begin(); index--) {
                Event event = topic.at(index);
                if (event == null || (highest.size() == count && event.sequence() < highest.element())) {
                    break;
                }
                if (event.sequence() <= head) {
                    highest.add(event.sequence());
                }
                if (highest.size() > count) {
                    highest.remove();
                }
            }
        }
        return highest.isEmpty() ? head : highest.element() - 1;
    }

    /** A forward walk through one topic. */
    private final class Lane {
        private final TopicLog topic;
        private final long end;
        private long index;
        private @Nullable Event event;
        private long sequence;

        Lane(TopicLog topic) {
            this.topic = topic;
            this.end = topic.end();
            this.index = topic.firstAfter(after, end);
            settle();
        }

        void advance() {
            index++;
            settle();
        }

        private void settle() {
            event = null;
            for (; index < end; index++) {
                Event next = topic.at(index);
                if (next != null) {
                    if (next.sequence() <= head) {
                        event = next;
                        sequence = next.sequence();
                    }
                    return;
                }
                index = Math.max(index, topic.begin() - 1); // evicted under our hands: on to what is retained
            }
        }
    }
}
