package dev.realtime.benchmarks.load;

import java.util.List;
import java.util.stream.Stream;

/** What Redis's memory holds for a topic, but for the feed, which is bounded however many there are. */
final class RedisMemory {
    private RedisMemory() {}

    static List<String> measure(Options options) {
        return Stream.of(1, 10, 100)
                .map(events -> measure(events, options.number("weighed")))
                .toList();
    }

    private static String measure(int events, int topics) {
        try (MeasuredRedis redis = new MeasuredRedis()) {
            double before = redis.usedMemory();
            redis.fill(topics * events, topics);
            double feed = redis.memoryOf("{realtime}:feed");
            return String.format(
                    "%d events of %d bytes: %.0f bytes a topic; the feed %.1f MB",
                    events, Message.BYTES, (redis.usedMemory() - before - feed) / topics, feed / 1e6);
        }
    }
}
