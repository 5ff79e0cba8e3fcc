package dev.realtime.examples.proxy;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What nginx says on its error log, for a test to wait for; all of it is printed, too. Thread-safe. */
final class NginxLog {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    static NginxLog of(BufferedReader reader) {
        NginxLog log = new NginxLog();
        Thread thread = new Thread(() -> log.read(reader), "nginx-log");
        thread.setDaemon(true);
        thread.start();
        return log;
    }

    private void read(BufferedReader reader) {
        reader.lines().forEach(this::add);
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void add(String line) {
        System.err.println(line);
        lines.add(line);
        notifyAll();
    }

    synchronized long count(String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    /** Waits until so many lines have this text. */
    synchronized void await(String text, long times) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (long left = PATIENCE_NANOS; count(text) < times; left = end - System.nanoTime()) {
            if (left <= 0 || ended) {
                throw new AssertionError(
                        "nginx has not said '%s' %d times:\n%s".formatted(text, times, String.join("\n", lines)));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
