package dev.realtime.benchmarks.load;

import dev.realtime.testkit.FaultProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long a node takes that begins on a log of many events, and one that was cut off while others published. */
final class RedisCatchUp {
    private static final int TOPICS = 100;
    private static final int BEGINNINGS = 5;

    private RedisCatchUp() {}

    static List<String> measure(Options options) throws IOException {
        int kept = options.number("kept");
        List<String> lines = new ArrayList<>();
        try (MeasuredRedis redis = new MeasuredRedis();
                FaultProxy network = FaultProxy.to(redis.server.port())) {
            redis.fill(kept, TOPICS);
            try (JavaProcess node =
                    new JavaProcess(RedisNode.JVM, RedisNode.class, "redis://127.0.0.1:" + network.port())) {
                node.answer();
                for (int i = 0; i < BEGINNINGS; i++) {
                    lines.add(line("begins on", kept, node.ask("load")));
                }
                int head = kept;
                for (String missed : options.list("missed")) {
                    int events = Integer.parseInt(missed);
                    network.cutUntilMended();
                    redis.fill(events, TOPICS);
                    head += events;
                    long mended = System.nanoTime();
                    network.mend();
                    lines.add(line("was cut off for", events, node.ask("at " + head) - mended));
                }
            }
        }
        return lines;
    }

    private static String line(String what, int events, long nanos) {
        return String.format("%s %d events: %.0f ms, %.0f a second", what, events, nanos / 1e6, events / (nanos / 1e9));
    }
}
