package dev.realtime.redis;

import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.log.Snapshot;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

/**
 * Takes what Redis retains, while others append and evict: head first, and nothing after it; then the topics, many at a
 * time; what has been lost last of all, so that what goes meanwhile is told. For one thread at a time.
 */
final class Loading {
    /** As many events as come in one answer, and as many topics as are asked for before the first answer is awaited. */
    private static final int EVENTS = 1_000;

    private static final int TOPICS = 64;

    private final Link link;
    private final State state;
    private final long after;
    private final Duration patience;

    private record Part(Topic topic, long after) {}

    private record Asked(Part part, CompletionStage<List<StreamMessage<String, byte[]>>> answer) {}

    /** A load up to the head of {@code state} of what comes after a sequence. */
    Loading(Link link, State state, long after, Duration patience) {
        this.link = link;
        this.state = state;
        this.after = after;
        this.patience = patience;
    }

    Snapshot run() throws InterruptedException {
        List<Event> events = new ArrayList<>();
        List<Topic> topics = Redis.await(link.topics(), patience).stream()
                .map(name -> new Topic(new String(name, StandardCharsets.UTF_8)))
                .toList();
        Queue<Part> parts = new ArrayDeque<>();
        topics.forEach(topic -> parts.add(new Part(topic, after)));
        while (!parts.isEmpty()) {
            load(parts, events);
        }
        events.sort(Comparator.comparingLong(Event::sequence));
        Map<Topic, Long> losses = new HashMap<>();
        merge(Redis.await(link.lost(), patience), losses);
        merge(Redis.await(link.rewound(), patience), losses);
        long ofAll = upToHead(Redis.await(link.allRewound(), patience));
        if (ofAll > 0) {
            topics.forEach(topic -> losses.merge(topic, ofAll, Math::max));
        }
        long forgotten = Math.max(ofAll, upToHead(Redis.await(link.forgotten(), patience)));
        return new Snapshot(state.epoch(), state.kept(), state.head(), events, losses, forgotten);
    }

    private void merge(Map<String, byte[]> lost, Map<Topic, Long> losses) {
        lost.forEach((topic, sequence) ->
                losses.merge(new Topic(topic), upToHead(Long.parseLong(State.text(sequence))), Math::max));
    }

    /** What is beyond head comes by the feed; all before it may be gone. */
    private long upToHead(long lost) {
        return Math.min(lost, state.head());
    }

    private void load(Queue<Part> parts, Collection<Event> events) throws InterruptedException {
        List<Asked> asked = new ArrayList<>();
        for (Part part = parts.poll(); part != null; part = asked.size() < TOPICS ? parts.poll() : null) {
            asked.add(new Asked(part, link.range(part.topic, part.after, state.head(), EVENTS)));
        }
        for (Asked each : asked) {
            List<StreamMessage<String, byte[]>> entries = Redis.await(each.answer, patience);
            long last = 0;
            for (StreamMessage<String, byte[]> entry : entries) {
                last = Entries.sequence(entry);
                events.add(Entries.ofTopic(Snapshot.place(state.epoch(), state.kept(), last), each.part.topic, entry));
            }
            if (entries.size() == EVENTS) {
                parts.add(new Part(each.part.topic, last));
            }
        }
    }
}
