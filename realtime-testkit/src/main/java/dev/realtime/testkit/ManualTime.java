package dev.realtime.testkit;

import dev.realtime.Scheduler;
import dev.realtime.log.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when a test says so: elapsed time, a wall clock, and a scheduler whose tasks run on the thread that
 * lets time pass. Safe for use by several threads; one at a time lets time pass.
 */
public final class ManualTime implements Scheduler, Ticker, InstantSource {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nanos = Long.MAX_VALUE - 1_000; // soon wraps round, as System.nanoTime may
    private long order;
    private Instant now = Instant.parse("2026-11-20T09:15:03.120Z");

    /** A wall clock at a time in 2026, and elapsed time at no time in particular. */
    public ManualTime() {}

    private record Task(long at, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return at != other.at ? Long.signum(at - other.at) : Long.compare(order, other.order);
        }
    }

    @Override
    public synchronized Scheduled schedule(Runnable task, Duration delay) {
        Task scheduled = new Task(nanos + delay.toNanos(), order++, task);
        tasks.add(scheduled);
        return () -> cancel(scheduled);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /** How many tasks wait. */
    public synchronized int scheduled() {
        return tasks.size();
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Sets the wall clock, forwards or back, as an administrator may; no time passes. */
    public synchronized void jumpTo(Instant time) {
        now = time;
    }

    /** Lets so much time pass, and runs what becomes due in its order and at its time. */
    public void advance(Duration duration) {
        long end = nanos() + duration.toNanos();
        for (Task task = due(end); task != null; task = due(end)) {
            task.action.run();
        }
    }

    private synchronized @Nullable Task due(long end) {
        Task first = tasks.peek();
        boolean none = first == null || first.at - end > 0;
        long next = none || first == null ? end : first.at;
        if (next - nanos > 0) {
            now = now.plusNanos(next - nanos);
            nanos = next;
        }
        return none ? null : tasks.remove();
    }
}
