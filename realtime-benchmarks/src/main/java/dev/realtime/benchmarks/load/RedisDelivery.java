package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From a publish on one node to a subscriber on another, beside bare PUBLISH and SUBSCRIBE between the same two processes. */
final class RedisDelivery {
    private RedisDelivery() {}

    static List<String> measure(Options options) throws IOException {
        int perSecond = options.number("rate");
        int messages = perSecond * options.number("seconds");
        List<String> lines = new ArrayList<>();
        List<long[]> bare = new ArrayList<>();
        List<long[]> ours = new ArrayList<>();
        try (MeasuredRedis redis = new MeasuredRedis();
                JavaProcess other = new JavaProcess(RedisNode.JVM, RedisNode.class, redis.server.uri())) {
            other.answer();
            other.ask("listen");
            for (int pair = 0; pair <= options.number("pairs"); pair++) { // the first is not counted
                bare.add(run(redis, other, messages, perSecond, (number, due) -> redis.publishBare(number)));
                ours.add(run(redis, other, messages, perSecond, (number, due) -> redis.publish(Message.TOPIC, number)));
            }
        }
        lines.add(line("PUBLISH", bare.subList(1, bare.size())));
        lines.add(line("ours", ours.subList(1, ours.size())));
        return lines;
    }

    /** p50, p99, and Redis's CPU time a message, all in microseconds. */
    private static long[] run(MeasuredRedis redis, JavaProcess other, int messages, int perSecond, Itself.Step publish)
            throws IOException {
        other.ask("begin");
        double before = redis.cpuMicros();
        Itself.paced(messages, perSecond, publish);
        long received = other.ask("received " + messages);
        double cpu = redis.cpuMicros() - before;
        if (received != messages) {
            throw new IOException("received " + received + " of " + messages);
        }
        return new long[] {other.ask("micros 500"), other.ask("micros 990"), Math.round(cpu / messages)};
    }

    private static String line(String what, List<long[]> runs) {
        return String.format(
                "%-8s p50 %s µs, p99 %s µs, Redis %s µs CPU a message",
                what, spread(runs, 0), spread(runs, 1), spread(runs, 2));
    }

    private static Spread spread(List<long[]> runs, int index) {
        return Spread.of(runs.stream().mapToDouble(run -> run[index]));
    }
}
