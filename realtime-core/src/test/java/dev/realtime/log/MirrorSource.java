package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The log elsewhere: all events of its life, and which it keeps. */
final class MirrorSource {
    private final Random random;
    private final int maxEvents;
    private final boolean forgets;
    long epoch = 1;
    List<Long> kept = List.of();
    private final List<Event> all = new ArrayList<>();
    private final List<Event> retained = new ArrayList<>();
    private final Map<Topic, Long> losses = new HashMap<>();
    private long lostOfForgotten;
    private long head;

    MirrorSource(Random random, int maxEvents, boolean forgets) {
        this.random = random;
        this.maxEvents = maxEvents;
        this.forgets = forgets;
    }

    Event publish(Topic topic) {
        Cursor id = Snapshot.place(epoch, kept, ++head);
        Event event = new Event(id, topic, "message", 0, Json.of("x".repeat(random.nextInt(200))));
        boolean known = losses.containsKey(topic)
                || retained.stream().anyMatch(each -> each.topic().equals(topic));
        if (!known && lostOfForgotten > 0) {
            losses.put(topic, lostOfForgotten);
        }
        all.add(event);
        retained.add(event);
        List<Event> same =
                retained.stream().filter(each -> each.topic().equals(topic)).toList();
        if (same.size() > maxEvents) {
            evict(same.get(0));
        }
        return event;
    }

    private void evict(Event event) {
        retained.remove(event);
        losses.merge(event.topic(), event.sequence(), Math::max);
    }

    /** All of a topic goes, perhaps with its name. */
    void lose(Topic topic) {
        List.copyOf(retained).stream()
                .filter(each -> each.topic().equals(topic))
                .forEach(this::evict);
        Long lost = losses.get(topic);
        if (forgets && lost != null) {
            losses.remove(topic);
            lostOfForgotten = Math.max(lostOfForgotten, lost);
        }
    }

    /** The newest go, or none: a restart. */
    void rewind() {
        long keeps = Math.max(0, head - random.nextInt(6));
        all.removeIf(event -> event.sequence() > keeps);
        retained.removeIf(event -> event.sequence() > keeps);
        losses.replaceAll((topic, lost) -> Math.min(lost, keeps));
        losses.values().removeIf(lost -> lost == 0);
        lostOfForgotten = Math.min(lostOfForgotten, keeps);
        List<Long> more = new ArrayList<>(kept);
        more.add(keeps);
        kept = more;
        head = keeps;
    }

    /** Takes a number for a loss that a copy knows of. */
    void lose(LostTopics lost) {
        if (!lost.isEmpty()) {
            head++;
            lost.named().forEach(topic -> losses.put(topic, head));
        }
        if (lost.all()) {
            losses.replaceAll((topic, before) -> head);
            retained.forEach(event -> losses.put(event.topic(), head));
            lostOfForgotten = head;
        }
    }

    void replace() {
        epoch++;
        kept = List.of();
        all.clear();
        retained.clear();
        losses.clear();
        lostOfForgotten = 0;
        head = 0;
    }

    List<Event> all() {
        return List.copyOf(all);
    }

    Snapshot snapshot() {
        return new Snapshot(epoch, kept, head, retained, losses, lostOfForgotten);
    }

    long unchangedSince(List<Long> generations, int generation) {
        return generations.stream()
                .skip(generation)
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
