package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of a log of epoch 7, with short words for what it is fed: {@code 3:a/b} is the event 3, of the topic a/b. */
final class MirrorRig {
    static final long EPOCH = 7;

    final ManualTicker ticker = new ManualTicker();
    final Mirror mirror;
    final List<String> told = new ArrayList<>();
    private List<Long> kept = List.of();

    MirrorRig(UnaryOperator<InMemoryEventLogBuilder> settings) {
        mirror = Mirror.of(settings.apply(InMemoryEventLog.builder().ticker(ticker)));
    }

    static MirrorRig keeping(int maxEvents) {
        return new MirrorRig(builder -> builder.retention(Retention.DEFAULT.withMaxEvents(maxEvents)));
    }

    /** A state that has lost nothing. */
    static Snapshot state(List<Long> kept, long head, String events) {
        return state(kept, head, events, "", 0);
    }

    static Snapshot state(List<Long> kept, long head, String events, String losses, long lostOfForgotten) {
        return state(EPOCH, kept, head, events, losses, lostOfForgotten);
    }

    static Snapshot state(long epoch, List<Long> kept, long head, String events, String losses, long lostOfForgotten) {
        Map<Topic, Long> lost = new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
        split(losses).forEach(loss -> lost.put(topic(loss), sequence(loss)));
        List<Event> retained =
                split(events).map(event -> event(epoch, kept, event)).toList();
        return new Snapshot(epoch, kept, head, retained, lost, lostOfForgotten);
    }

    private static Stream<String> split(String words) {
        return Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty());
    }

    private static long sequence(String word) {
        return Long.parseLong(word.substring(0, word.indexOf(':')));
    }

    private static Topic topic(String word) {
        return new Topic(word.substring(word.indexOf(':') + 1));
    }

    static Event event(long epoch, List<Long> kept, String word) {
        Cursor id = Snapshot.place(epoch, kept, sequence(word));
        return new Event(id, topic(word), "message", Instant.EPOCH, Json.of(sequence(word)));
    }

    MirrorRig load(Snapshot snapshot) {
        mirror.load(snapshot);
        kept = snapshot.kept();
        return this;
    }

    MirrorRig append(String events) {
        split(events).forEach(word -> mirror.append(event(EPOCH, kept, word)));
        return this;
    }

    /** A loss at this place, of topics with a space between. */
    MirrorRig lose(long sequence, String topics) {
        return lose(sequence, LostTopics.of(split(topics).map(Topic::new).collect(Collectors.toSet())));
    }

    MirrorRig lose(long sequence, LostTopics topics) {
        mirror.lose(Snapshot.place(EPOCH, kept, sequence), topics);
        return this;
    }

    /** From now on each event that a follower is told of is among {@link #told}, and the word {@code changed}. */
    void follow() {
        mirror.log().follow(new Follower() {
            @Override
            public void appended(Event event) {
                told.add(String.valueOf(event.sequence()));
            }

            @Override
            public void changed() {
                told.add("changed");
            }
        });
    }

    /** A reader that comes with a cursor of this generation and has been told of no loss. */
    LogReader after(int generation, long sequence, String... filters) {
        return from(From.after(new Cursor(EPOCH, generation, sequence)), filters);
    }

    LogReader from(From from, String... filters) {
        return new LogReader(mirror.log(), LogRig.filters(filters), from);
    }

    Cursor head() {
        return mirror.log().head();
    }
}
