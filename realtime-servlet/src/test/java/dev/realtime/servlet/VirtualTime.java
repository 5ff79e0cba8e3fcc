package dev.realtime.servlet;

import dev.realtime.Scheduler;
import dev.realtime.log.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/** Time that passes only when a test says so; what was scheduled runs on the thread that advances it. */
final class VirtualTime implements Scheduler, Ticker {
    private static final Instant START = Instant.parse("2026-11-20T09:15:03.120Z");

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nanos = 1L << 40;
    private long order;

    private record Task(long at, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    @Override
    public synchronized Scheduled schedule(Runnable action, Duration delay) {
        Task task = new Task(nanos + delay.toNanos(), order++, action);
        tasks.add(task);
        return () -> {
            synchronized (this) {
                tasks.remove(task);
            }
        };
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    Instant instant() {
        return START;
    }

    void advance(Duration duration) {
        long end = nanos() + duration.toNanos();
        for (Task task = due(end); task != null; task = due(end)) {
            task.action.run();
        }
    }

    private synchronized Task due(long end) {
        Task first = tasks.peek();
        if (first == null || first.at > end) {
            nanos = end;
            return null;
        }
        nanos = Math.max(nanos, first.at);
        return tasks.remove();
    }
}
