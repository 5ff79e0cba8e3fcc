package dev.realtime.testkit;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.Draft;
import dev.realtime.log.Follower;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.log.Mirror;
import dev.realtime.log.SharedEventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A node's log of a {@link LogHub}. It can fall behind: while it is {@linkplain #pause paused} nothing comes to it, and what
 * waits for something to come waits. It can be cut off: then appends fail as well. Safe for use by several threads.
 */
public final class LogNode implements SharedEventLog {
    private final LogHub hub;
    private final Mirror mirror;

    // Guarded by the hub.
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean paused;
    private @Nullable Outcome cutOff;
    private boolean closed;

    LogNode(LogHub hub, InMemoryEventLogBuilder settings) {
        this.hub = hub;
        this.mirror = Mirror.of(settings);
    }

    /** From now on nothing comes here until {@link #resume}. */
    public void pause() {
        synchronized (hub) {
            paused = true;
        }
    }

    /** Paused, and each append fails: with {@link Outcome#UNKNOWN} although the event is stored. */
    public void cutOff(Outcome outcome) {
        synchronized (hub) {
            paused = true;
            cutOff = outcome;
        }
    }

    /** Takes in what has come meanwhile, and everything is well again. */
    public void resume() {
        List<Runnable> done;
        synchronized (hub) {
            paused = false;
            cutOff = null;
            load();
            done = List.copyOf(waiting);
            waiting.clear();
        }
        done.forEach(Runnable::run);
    }

    void load() {
        if (!paused) {
            mirror.load(hub.snapshot());
        }
    }

    void feed(Event event) {
        if (!paused) {
            mirror.append(event);
        }
    }

    @Override
    public InMemoryEventLog copy() {
        return mirror.log();
    }

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        synchronized (hub) {
            if (closed) {
                return CompletableFuture.failedStage(new IllegalStateException("the log is closed"));
            }
            if (cutOff == Outcome.NOT_STORED) {
                return CompletableFuture.failedStage(unreachable(cutOff));
            }
            Appended appended = hub.append(draft);
            if (cutOff != null) {
                return CompletableFuture.failedStage(unreachable(cutOff));
            }
            if (paused) {
                waiting.add(() -> answer.complete(appended));
                return answer;
            }
            answer.complete(appended);
        }
        return answer;
    }

    private static LogUnavailableException unreachable(Outcome outcome) {
        return new LogUnavailableException(outcome, "the node is cut off");
    }

    @Override
    public CompletionStage<@Nullable Void> reach(Cursor place) {
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        synchronized (hub) {
            if (cutOff != null) {
                return CompletableFuture.failedStage(unreachable(Outcome.NOT_STORED));
            }
            if (paused && !copy().knows(place)) {
                waiting.add(() -> answer.complete(null));
                return answer;
            }
        }
        answer.complete(null);
        return answer;
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
    public void close() {
        synchronized (hub) {
            closed = true;
            hub.leave(this);
        }
    }
}
