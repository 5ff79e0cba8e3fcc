package dev.realtime.benchmarks.load;

import io.lettuce.core.XAddArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As many publishes as go, beside as many XADD of the same bytes to as many streams of the same length. */
final class RedisPublishing {
    private static final int TOPICS = 100;
    private static final int KEPT = 1_000;

    private RedisPublishing() {}

    private record Rate(double perSecond, double redisMicros, double ourMicros) {}

    static List<String> measure(Options options) {
        int events = options.number("events");
        List<Rate> bare = new ArrayList<>();
        List<Rate> ours = new ArrayList<>();
        try (MeasuredRedis redis = new MeasuredRedis()) {
            redis.bare.setAutoFlushCommands(false);
            XAddArgs bound = XAddArgs.Builder.maxlen(KEPT).approximateTrimming();
            for (int pair = 0; pair <= options.number("pairs"); pair++) { // the first is not counted
                bare.add(run(
                        redis,
                        events,
                        () -> MeasuredRedis.pipelined(
                                events,
                                i -> redis.bare
                                        .async()
                                        .xadd(
                                                "bare/" + i % TOPICS,
                                                bound,
                                                Map.of(
                                                        "d",
                                                        Message.of(i, Message.BYTES)
                                                                .toString())),
                                redis.bare::flushCommands)));
                ours.add(run(redis, events, () -> redis.fill(events, TOPICS)));
            }
        }
        return List.of(line("XADD", bare.subList(1, bare.size())), line("ours", ours.subList(1, ours.size())));
    }

    private static Rate run(MeasuredRedis redis, int events, Runnable work) {
        double redisBefore = redis.cpuMicros();
        long before = Itself.cpu();
        long begun = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Rate(
                events / seconds,
                (redis.cpuMicros() - redisBefore) / events,
                (Itself.cpu() - before) / 1_000.0 / events);
    }

    private static String line(String what, List<Rate> rates) {
        return String.format(
                "%-8s %s a second, Redis %s µs CPU each, the process that publishes %s µs",
                what,
                Spread.of(rates.stream().mapToDouble(Rate::perSecond)),
                Spread.of(rates.stream().mapToDouble(Rate::redisMicros)),
                Spread.of(rates.stream().mapToDouble(Rate::ourMicros)));
    }
}
