package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The command line: the name of a workload, then its options. */
public final class Loads {
    /** Something to measure. */
    @FunctionalInterface
    private interface Workload {
        void run(Options options) throws IOException;
    }

    private record Named(Map<String, String> defaults, Workload workload) {}

    private static final Map<String, Named> WORKLOADS = Map.of(
            "fan-out", new Named(FanOut.DEFAULTS, FanOut::run),
            "replay", new Named(Replays.DEFAULTS, Replays::run),
            "post", new Named(Posts.DEFAULTS, Posts::run),
            "unread", new Named(Unread.DEFAULTS, Unread::run),
            "idle", new Named(Idle.DEFAULTS, Idle::run),
            "growth", new Named(Growth.DEFAULTS, Growth::run),
            "redis", new Named(RedisLoad.DEFAULTS, RedisLoad::run));

    private Loads() {}

    public static void main(String[] args) throws IOException {
        Named named = args.length == 0 ? null : WORKLOADS.get(args[0]);
        if (named == null) {
            throw new IllegalArgumentException("a workload is needed, one of " + WORKLOADS.keySet());
        }
        Cores.takeClients();
        List<String> options = Arrays.asList(args).subList(1, args.length);
        named.workload().run(Options.of(named.defaults(), options));
    }
}
