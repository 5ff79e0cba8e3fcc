package dev.realtime.testkit;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.log.Appended;
import dev.realtime.log.Draft;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.log.Snapshot;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A log that several nodes share, all in this JVM: for tests of what runs on many nodes, without a server between them. It
 * keeps all there ever was, and can lose it; each node's copy keeps what its settings say. Safe for use by several threads.
 */
public final class LogHub {
    private final Supplier<InMemoryEventLogBuilder> settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    // Guarded by this.
    private final List<LogNode> nodes = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Long> kept = new ArrayList<>();
    private final Map<Key, Event> keys = new HashMap<>();
    private long epoch = newEpoch();

    private record Key(Topic topic, String key) {}

    /**
     * An empty log without nodes.
     *
     * @param settings makes those of a node's copy
     * @param clock where an event's time comes from
     */
    public LogHub(Supplier<InMemoryEventLogBuilder> settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** One more node, which has what there is. */
    public synchronized LogNode node() {
        LogNode node = new LogNode(this, settings.get());
        nodes.add(node);
        node.load();
        return node;
    }

    /** Loses the newest events, so many of them: the next generation begins. */
    public synchronized void lose(int newest) {
        List<Event> lost = events.subList(events.size() - newest, events.size());
        keys.values().removeAll(lost);
        lost.clear();
        kept.add((long) events.size());
        nodes.forEach(LogNode::load);
    }

    /** Loses everything: another epoch begins. */
    public synchronized void replace() {
        epoch = newEpoch();
        events.clear();
        kept.clear();
        keys.clear();
        nodes.forEach(LogNode::load);
    }

    private long newEpoch() {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    /** The place after the newest event. */
    public synchronized Cursor head() {
        return Snapshot.place(epoch, kept, events.size());
    }

    synchronized Appended append(Draft draft) {
        Key key = draft.key() == null ? null : new Key(draft.topic(), draft.key());
        Event first = keys.get(key);
        if (first != null) {
            return new Appended(first, true);
        }
        Cursor id = Snapshot.place(epoch, kept, events.size() + 1);
        Event event = new Event(id, draft.topic(), draft.type(), clock.millis(), draft.data());
        events.add(event);
        if (key != null) {
            keys.put(key, event);
        }
        nodes.forEach(node -> node.feed(event));
        return new Appended(event, false);
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(epoch, kept, events.size(), events, Map.of(), 0);
    }

    synchronized void leave(LogNode node) {
        nodes.remove(node);
    }
}
