package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a node with many subscribed topics costs while nothing happens, beside one with none. */
final class RedisIdle {
    private RedisIdle() {}

    static List<String> measure(Options options) throws IOException {
        int seconds = options.number("idle-seconds");
        return List.of(measure(0, seconds), measure(options.number("topics"), seconds));
    }

    private static String measure(int topics, int seconds) throws IOException {
        try (MeasuredRedis redis = new MeasuredRedis()) {
            redis.fill(topics, Math.max(1, topics));
            redis.leave();
            try (JavaProcess node = new JavaProcess(RedisNode.JVM, RedisNode.class, redis.server.uri())) {
                node.answer();
                node.ask("subscribe " + topics);
                long heap = node.ask("heap");
                double redisBefore = redis.cpuMicros();
                long before = node.ask("cpu");
                long end = System.nanoTime() + seconds * 1_000_000_000L;
                for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                return String.format(
                        "%d topics: node %.2f ms CPU a second, Redis %.2f ms, heap %.1f MB",
                        topics,
                        (node.ask("cpu") - before) / 1e6 / seconds,
                        (redis.cpuMicros() - redisBefore) / 1e3 / seconds,
                        heap / 1e6);
            }
        }
    }
}
