package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the cost of a delivered message grows with what there is more of, beside the bare container, drawn. */
final class Growth {
    static final Map<String, String> DEFAULTS = Map.of(
            "container", "jetty",
            "contest", "sse",
            "subscribers", "10,100,1000",
            "rates", "5,20,100,500",
            "bytes", "128,1024,4096,16384",
            "seconds", "4",
            "pairs", "3",
            "directory", ".");

    /** What is not varied. */
    private static final int SUBSCRIBERS = 100;

    private static final int RATE = 50;

    private static final Load WARM_UP = new Load(SUBSCRIBERS, 500, 1_500);

    private Growth() {}

    static void run(Options options) throws IOException {
        int seconds = options.number("seconds");
        draw(
                options,
                "subscribers",
                "subscribers, 50 messages a second",
                value -> with(options, new Load(value, RATE, RATE * seconds), Message.BYTES));
        draw(
                options,
                "rates",
                "messages a second, 100 subscribers",
                value -> with(options, new Load(SUBSCRIBERS, value, value * seconds), Message.BYTES));
        draw(
                options,
                "bytes",
                "bytes of a message, 100 subscribers, 50 a second",
                value -> with(options, new Load(SUBSCRIBERS, RATE, RATE * seconds), value));
    }

    private interface Measured {
        Comparison at(int value) throws IOException;
    }

    private static void draw(Options options, String varied, String axis, Measured measured) throws IOException {
        List<Plot.Point> floor = new ArrayList<>();
        List<Plot.Point> ours = new ArrayList<>();
        for (String text : options.list(varied)) {
            int value = Integer.parseInt(text);
            Comparison comparison = measured.at(value);
            floor.add(new Plot.Point(value, comparison.floorMicros()));
            ours.add(new Plot.Point(value, comparison.oursMicros()));
            System.out.printf("%s %d%n%s%n", varied, value, comparison);
        }
        String container = options.text("container");
        Plot plot = new Plot(
                options.text("contest").toUpperCase(Locale.ROOT) + " on " + container,
                axis,
                "µs of CPU time for each delivered message",
                List.of(new Plot.Line("bare container", floor), new Plot.Line("this library", ours)));
        Path file =
                Path.of(options.text("directory"), container + "-" + options.text("contest") + "-" + varied + ".svg");
        Files.writeString(file, plot.svg());
        System.out.println(file);
    }

    private static Comparison with(Options options, Load load, int bytes) throws IOException {
        try (ServerProcess server = new ServerProcess(options.text("container"), 0)) {
            FanOut.compare(
                    server, Contest.named(options.text("contest")), WARM_UP, 0, 3); // each point has a JVM of its own
            server.messageBytes(bytes);
            return FanOut.compare(server, Contest.named(options.text("contest")), load, 1, options.number("pairs"));
        }
    }
}
