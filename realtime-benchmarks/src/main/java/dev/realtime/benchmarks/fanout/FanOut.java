package dev.realtime.benchmarks.fanout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures what ours costs beside the bare container: pairs of runs that alternate, in one process of the server, and
 * the ratio of their CPU times. See {@link #USAGE}.
 */
public final class FanOut {
    private static final String USAGE = "usage: [--containers jetty,tomcat,undertow] [--transports sse,ws]"
            + " [--loads 1000x20,100x500] [--seconds 5] [--pairs 5] [--linger 0]";

    /** The options, with what holds where they are not given. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "containers", "jetty,tomcat,undertow",
            "transports", "sse,ws",
            "loads", "1000x20,100x500",
            "seconds", "5",
            "linger", "0",
            "pairs", "5");

    private FanOut() {}

    public static void main(String[] args) throws IOException {
        Map<String, String> options = new TreeMap<>(DEFAULTS);
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (!args[i].startsWith("--") || options.put(args[i].substring(2), args[i + 1]) == null) {
                throw new IllegalArgumentException(USAGE);
            }
        }
        List<String> containers = list(options, "containers");
        List<Transport> transports = list(options, "transports").stream()
                .map(name -> Transport.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        int seconds = Integer.parseInt(options.getOrDefault("seconds", ""));
        List<Load> loads = list(options, "loads").stream()
                .map(text -> Load.parse(text, seconds))
                .toList();
        int linger = Integer.parseInt(options.getOrDefault("linger", ""));
        int pairs = Integer.parseInt(options.getOrDefault("pairs", ""));
        for (String container : containers) {
            for (Transport transport : transports) {
                for (Load load : loads) {
                    System.out.println(compare(container, linger, transport, load, pairs));
                }
            }
        }
    }

    private static List<String> list(Map<String, String> options, String name) {
        return Arrays.asList(options.getOrDefault(name, "").split(",", -1));
    }

    /** Both sides so many times, after one time each that is not counted; the last line has the ratio. */
    static Comparison compare(String container, int lingerMillis, Transport transport, Load load, int pairs)
            throws IOException {
        Comparison comparison = new Comparison(container + " " + transport + " " + load, new ArrayList<>());
        try (ServerProcess server = new ServerProcess(container, lingerMillis)) {
            for (int i = 0; i <= pairs; i++) {
                Run floor = Run.of(server, transport, Side.FLOOR, load);
                Run ours = Run.of(server, transport, Side.OURS, load);
                if (i > 0) {
                    comparison.pairs().add(new Comparison.Pair(floor, ours));
                }
            }
        }
        return comparison;
    }
}
