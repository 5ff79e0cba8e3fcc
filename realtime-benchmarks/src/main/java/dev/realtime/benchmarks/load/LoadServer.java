package dev.realtime.benchmarks.load;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
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
        Application application = new Application(Duration.ofMillis(Long.parseLong(args[1])));
        try (EmbeddedServer server = Container.named(args[0]).start(0, application)) {
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
        Itself.paced(count, perSecond, number -> application.publish(side, number));
        return count;
    }
}
