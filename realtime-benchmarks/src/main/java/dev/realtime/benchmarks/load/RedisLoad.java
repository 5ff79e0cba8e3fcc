package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the log on Redis costs: this process is one node, another JVM a second one, and Redis a process that this one starts. */
final class RedisLoad {
    static final Map<String, String> DEFAULTS = Map.of(
            "measure", "delivery,publishing,catch-up,idle,memory",
            "pairs", "5",
            "rate", "200",
            "seconds", "3",
            "events", "50000",
            "kept", "100000",
            "missed", "1000,10000,50000",
            "topics", "10000",
            "weighed", "1000",
            "idle-seconds", "10");

    private interface Measure {
        List<String> run(Options options) throws IOException;
    }

    private static final Map<String, Measure> MEASURES = Map.of(
            "delivery", RedisDelivery::measure,
            "publishing", RedisPublishing::measure,
            "catch-up", RedisCatchUp::measure,
            "idle", RedisIdle::measure,
            "memory", RedisMemory::measure);

    private RedisLoad() {}

    static void run(Options options) throws IOException {
        for (String name : options.list("measure")) {
            System.out.println(name);
            measure(name, options).forEach(line -> System.out.println("  " + line));
        }
    }

    static List<String> measure(String name, Options options) throws IOException {
        Measure measure = MEASURES.get(name);
        if (measure == null) {
            throw new IllegalArgumentException("a measure must be one of " + MEASURES.keySet() + ": " + name);
        }
        return measure.run(options);
    }
}
