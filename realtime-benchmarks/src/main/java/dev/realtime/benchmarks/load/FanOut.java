package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What delivery costs beside the floor: pairs of runs that alternate, in one process of the server, and the ratio of their CPU
 * times.
 */
final class FanOut {
    static final Map<String, String> DEFAULTS = Map.of(
            "containers", "jetty,tomcat,undertow",
            "contests", "sse,ws,long-poll,stomp",
            "loads", "1000x20,100x500",
            "seconds", "5",
            "bytes", String.valueOf(Message.BYTES),
            "linger", "0",
            "stream-buffer", String.valueOf(Setup.STREAM_BUFFER),
            "warm-up", "6",
            "pairs", "5");

    private FanOut() {}

    static void run(Options options) throws IOException {
        List<Load> loads = options.list("loads").stream()
                .map(text -> Load.parse(text, options.number("seconds")))
                .toList();
        for (String container : options.list("containers")) {
            for (String contest : options.list("contests")) {
                for (Load load : loads) {
                    try (ServerProcess server = new ServerProcess(
                            Setup.of(container, options.number("linger"), options.number("stream-buffer")))) {
                        server.messageBytes(options.number("bytes"));
                        System.out.println(container + " " + contest + " " + load);
                        System.out.println(compare(
                                server,
                                Contest.named(contest),
                                load,
                                options.number("warm-up"),
                                options.number("pairs")));
                    }
                }
            }
        }
    }

    /** The two lanes of a contest. */
    static Comparison compare(ServerProcess server, Contest contest, Load load, int warmUp, int pairs)
            throws IOException {
        measure(server, contest, load.warmUp(), warmUp);
        return measure(server, contest, load, pairs);
    }

    private static Comparison measure(ServerProcess server, Contest contest, Load load, int pairs) throws IOException {
        return Comparison.of(
                0,
                pairs,
                () -> Run.of(server, contest.beside(), load).measurement(),
                () -> Run.of(server, contest.measured(), load).measurement());
    }
}
