package dev.realtime.log;

import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a log should do, the slow and plain way: a list of all events ever, each with what became of it.
 *
 * <p>Which events are retained is looked up in the log, topic by topic, after every step; the rules of retention have
 * their own tests. What a reader must be given is worked out here from nothing else.
 */
final class LogModel {
    private final InMemoryEventLog log;
    private final Set<String> valuesOnly;
    private final List<Entry> all = new ArrayList<>();
    private final Map<String, TopicLog> known = new HashMap<>();
    private final Set<String> everDropped = new HashSet<>();
    private int losses;

    /** An event and its fate: retained, superseded, or lost as the so-manieth. */
    static final class Entry {
        final Event event;
        boolean retained = true;
        int loss;

        Entry(Event event) {
            this.event = event;
        }
    }

    LogModel(InMemoryEventLog log, Set<String> valuesOnly) {
        this.log = log;
        this.valuesOnly = valuesOnly;
    }

    int losses() {
        return losses;
    }

    void published(Event event) {
        all.add(new Entry(event));
        happened(event.topic().name());
    }

    /** Something happened that may have evicted events; {@code published} is the topic that got one, if any did. */
    void happened(String published) {
        Map<String, Set<Event>> retained = new HashMap<>();
        for (Entry entry : all) {
            String name = entry.event.topic().name();
            if (entry.retained && !retained.computeIfAbsent(name, this::lookUp).contains(entry.event)) {
                entry.retained = false;
                boolean superseded = name.equals(published) && valuesOnly.contains(name);
                entry.loss = superseded ? 0 : ++losses;
            }
        }
        for (Map.Entry<String, TopicLog> topic : known.entrySet()) {
            if (log.store().topic(topic.getKey()) != topic.getValue()) {
                everDropped.add(topic.getKey());
            }
        }
        known.clear();
        for (Entry entry : all) {
            TopicLog topic = log.store().topic(entry.event.topic().name());
            if (topic != null) {
                known.put(entry.event.topic().name(), topic);
            }
        }
    }

    private Set<Event> lookUp(String name) {
        Set<Event> events = new HashSet<>();
        TopicLog topic = log.store().topic(name);
        for (long i = topic == null ? 0 : topic.begin(); topic != null && i < topic.end(); i++) {
            events.add(topic.at(i));
        }
        return events;
    }

    List<Event> retained(List<TopicFilter> filters, long after) {
        return all.stream()
                .filter(entry -> entry.retained && entry.event.sequence() > after && selects(filters, entry))
                .map(entry -> entry.event)
                .toList();
    }

    /** Whether something was lost after this place that this reader would have got and has not been told of. */
    boolean lost(List<TopicFilter> filters, long after, int told) {
        return all.stream()
                .anyMatch(entry -> entry.loss > told && entry.event.sequence() > after && selects(filters, entry));
    }

    /** Whether a gap too many may be told: by names that are not there any more, of names that were not there at the place. */
    boolean mayBeCautious(List<TopicFilter> filters, long after) {
        boolean unknown = filters.stream()
                .anyMatch(filter -> !filter.isExact()
                        || everDropped.contains(filter.pattern())
                        || !wasThere(filter.pattern(), after));
        return unknown
                && all.stream()
                        .anyMatch(entry -> entry.loss > 0
                                && entry.event.sequence() > after
                                && everDropped.contains(entry.event.topic().name()));
    }

    private boolean wasThere(String name, long place) {
        return all.stream()
                .anyMatch(entry -> entry.event.sequence() <= place
                        && entry.event.topic().name().equals(name));
    }

    private static boolean selects(List<TopicFilter> filters, Entry entry) {
        return filters.stream().anyMatch(filter -> filter.matches(entry.event.topic()));
    }
}
