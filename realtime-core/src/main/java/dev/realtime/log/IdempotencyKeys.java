package dev.realtime.log;

import dev.realtime.event.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which keys were seen of late, and what was appended for them. Keys outlive their events.
 *
 * <p>Kept for {@code age}, for at most {@code perTopic} keys of a topic and {@code inAll} over all of them; at a bound
 * the oldest is forgotten. Guarded by the log's lock.
 */
final class IdempotencyKeys {
    private final long ageNanos;
    private final int perTopic;
    private final int inAll;
    private final Map<Key, Seen> oldestFirst = new LinkedHashMap<>();
    private final Map<Topic, ArrayDeque<Key>> byTopic = new HashMap<>(); // oldest first, too

    private record Key(Topic topic, String key) {}

    /** The first append with a key: its sequence, and its time in milliseconds since 1970. */
    record Seen(long sequence, long epochMilli, long at) {}

    IdempotencyKeys(Duration age, int perTopic, int inAll) {
        this.ageNanos = age.toNanos();
        this.perTopic = perTopic;
        this.inAll = inAll;
    }

    @Nullable
    Seen find(Topic topic, String key, long now) {
        expire(now);
        return oldestFirst.get(new Key(topic, key));
    }

    /** Takes in a key that {@link #find} has just not found. */
    void remember(Topic topic, String key, Seen seen) {
        ArrayDeque<Key> ofTopic = byTopic.get(topic);
        if (ofTopic != null && ofTopic.size() == perTopic) {
            forget(ofTopic.element());
        } else if (oldestFirst.size() == inAll) {
            forget(oldestFirst.keySet().iterator().next());
        }
        Key added = new Key(topic, key);
        oldestFirst.put(added, seen);
        byTopic.computeIfAbsent(topic, t -> new ArrayDeque<>(1)).add(added);
    }

    void expire(long now) {
        for (Iterator<Map.Entry<Key, Seen>> all = oldestFirst.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Seen> oldest = all.next();
            if (now - oldest.getValue().at <= ageNanos) {
                return;
            }
            all.remove();
            forgetOldestOf(oldest.getKey().topic);
        }
    }

    private void forget(Key oldest) {
        oldestFirst.remove(oldest);
        forgetOldestOf(oldest.topic);
    }

    /** What is the oldest of all, or of its topic, is the first in its topic's line. */
    private void forgetOldestOf(Topic topic) {
        ArrayDeque<Key> ofTopic = byTopic.get(topic);
        if (ofTopic != null) {
            ofTopic.remove();
            if (ofTopic.isEmpty()) {
                byTopic.remove(topic);
            }
        }
    }
}
