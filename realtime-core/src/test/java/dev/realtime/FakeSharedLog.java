package dev.realtime;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.Draft;
import dev.realtime.log.Follower;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.LogWatcher;
import dev.realtime.log.Mirror;
import dev.realtime.log.SharedEventLog;
import dev.realtime.log.Snapshot;
import dev.realtime.log.WatchedLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A shared log whose answers a test gives, or fails to give; its copy has what the test feeds it. */
final class FakeSharedLog implements SharedEventLog, WatchedLog {
    static final long EPOCH = 7;

    final Mirror mirror = Mirror.of(InMemoryEventLog.builder());
    final BlockingDeque<CompletableFuture<Appended>> appends = new LinkedBlockingDeque<>();
    final Deque<CompletableFuture<Void>> reaches = new ArrayDeque<>();
    final List<LogWatcher> watchers = new ArrayList<>();
    CompletionStage<Appended> answer; // to every append, where there is one
    CompletionStage<Void> reached; // likewise
    private final Deque<Draft> drafts = new ConcurrentLinkedDeque<>();
    private List<Long> kept = List.of();

    FakeSharedLog() {
        load(List.of(), 0);
    }

    /** Loads a state in which all events up to head are of the topic {@code a}, and nothing is lost. */
    void load(List<Long> newKept, long head) {
        List<Event> events = new ArrayList<>();
        kept = newKept;
        for (long sequence = 1; sequence <= head; sequence++) {
            events.add(event("a", sequence));
        }
        mirror.load(new Snapshot(EPOCH, kept, head, events, Map.of(), 0));
    }

    Event event(String topic, long sequence) {
        return new Event(
                Snapshot.place(EPOCH, kept, sequence), NotifierRig.topic(topic), "message", 0, Json.of(sequence));
    }

    /** The draft that is waiting first becomes the next event. */
    Event store() {
        Draft draft = drafts.remove();
        Cursor id = Snapshot.place(EPOCH, kept, copy().head().sequence() + 1);
        Event event = new Event(id, draft.topic(), draft.type(), 0, draft.data());
        mirror.append(event);
        return event;
    }

    /** The answer that a publisher on another thread waits for. */
    CompletableFuture<Appended> awaitAppend() throws InterruptedException {
        CompletableFuture<Appended> waiting = appends.poll(10, TimeUnit.SECONDS);
        if (waiting == null) {
            throw new AssertionError("nothing was appended");
        }
        return waiting;
    }

    @Override
    public InMemoryEventLog copy() {
        return mirror.log();
    }

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        if (answer != null) {
            return answer;
        }
        CompletableFuture<Appended> later = new CompletableFuture<>();
        drafts.add(draft);
        appends.add(later);
        return later;
    }

    @Override
    public CompletionStage<Void> reach(Cursor place) {
        if (reached != null) {
            return reached;
        }
        CompletableFuture<Void> later = new CompletableFuture<>();
        reaches.add(later);
        return later;
    }

    @Override
    public CompletionStage<Batch> read(List<TopicFilter> topics, From from, int limit) {
        return copy().read(topics, from, limit);
    }

    @Override
    public Cursor head() {
        return copy().head();
    }

    @Override
    public Following follow(Follower follower) {
        return copy().follow(follower);
    }

    @Override
    public Following watch(LogWatcher watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Override
    public void close() {}
}
