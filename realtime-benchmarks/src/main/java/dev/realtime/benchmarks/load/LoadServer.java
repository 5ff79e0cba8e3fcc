package dev.realtime.benchmarks.load;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.examples.container.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The server's process: does what the lines of its standard input say, and answers each with a line. */
final class LoadServer {
    private LoadServer() {}

    public static void main(String[] args) throws IOException {
        Logger.getLogger("")
                .setLevel(
                        Level.OFF); // what containers say of themselves of each client that goes, would be measured too
        Application application =
                new Application(Duration.ofMillis(Long.parseLong(args[2])), Integer.parseInt(args[3]));
        try (EmbeddedServer server = Container.valueOf(args[0]).start(0, application, Settings.valueOf(args[1]))) {
            System.out.println(server.port());
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(answer(application, line.split(" ", -1)));
            }
        }
    }

    private static long answer(Application application, String[] words) {
        return switch (words[0]) {
            case "cpu" -> Itself.cpu();
            case "heap" -> Itself.heap();
            case "publish" ->
                publish(application, Side.valueOf(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            case "history" -> application.history(Integer.parseInt(words[1]));
            case "bytes" -> application.messageBytes(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static long publish(Application application, Side side, int count, int perSecond) {
        // By when it is due: who publishes late because sending holds him up, makes his clients wait too.
        Itself.paced(count, perSecond, (number, due) -> application.publish(side, number, due));
        return count;
    }
}
