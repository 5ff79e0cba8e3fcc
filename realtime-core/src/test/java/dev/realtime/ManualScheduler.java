package dev.realtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs what is due when a test lets time pass, on the test's thread. */
final class ManualScheduler implements Scheduler {
    private final List<Task> tasks = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private record Task(Runnable action, Duration due) {}

    @Override
    public synchronized Scheduled schedule(Runnable action, Duration delay) {
        Task task = new Task(action, now.plus(delay));
        tasks.add(task);
        return () -> forget(task);
    }

    private synchronized boolean forget(Task task) {
        return tasks.remove(task);
    }

    void advance(Duration time) {
        Duration end = now.plus(time);
        for (Task next = nextDue(end); next != null; next = nextDue(end)) {
            now = next.due;
            forget(next);
            next.action.run();
        }
        now = end;
    }

    private synchronized Task nextDue(Duration end) {
        return tasks.stream()
                .filter(task -> task.due.compareTo(end) <= 0)
                .min(Comparator.comparing(Task::due))
                .orElse(null);
    }

    /** How many tasks wait. */
    synchronized int size() {
        return tasks.size();
    }
}
