package dev.realtime.websocket;

import dev.realtime.Scheduler;
import dev.realtime.log.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes only when a test says so; what was scheduled runs on the thread that advances it. For that thread alone. */
final class ManualTime implements Scheduler, Ticker {
    private final List<Task> tasks = new ArrayList<>();
    private long nanos = -3; // a ticker may begin anywhere

    private record Task(long at, Runnable action) {}

    @Override
    public Scheduled schedule(Runnable action, Duration delay) {
        Task task = new Task(nanos + delay.toNanos(), action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    void advance(Duration duration) {
        long end = nanos + duration.toNanos();
        while (true) {
            Task next = tasks.stream()
                    .filter(task -> task.at <= end)
                    .min(Comparator.comparingLong(Task::at))
                    .orElse(null);
            if (next == null) {
                nanos = end;
                return;
            }
            nanos = next.at;
            tasks.remove(next);
            next.action.run();
        }
    }
}
