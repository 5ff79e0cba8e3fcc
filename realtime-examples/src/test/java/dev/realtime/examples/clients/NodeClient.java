package dev.realtime.examples.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client of an npm package, in a Node.js of its own that prints what it receives. */
public final class NodeClient implements AutoCloseable {
    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final int OLDEST_NODE = 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;

    private NodeClient(Process process) {
        this.process = process;
    }

    /** Aborts the tests where Node.js or the package is missing, saying what mends it; fails them where CI=true. */
    public static void require(String name) throws InterruptedException {
        String missing = missing(name);
        if (missing != null) {
            Tools.missing("with the npm package " + name, missing);
        }
    }

    private static String missing(String name) throws InterruptedException {
        String node = "Node.js %d or later is needed, as `node` on the PATH".formatted(OLDEST_NODE);
        try {
            Process process = new ProcessBuilder("node", "--version").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor();
            Matcher major = Pattern.compile("v(\\d+)\\..*").matcher(version);
            if (!major.matches() || Integer.parseInt(major.group(1)) < OLDEST_NODE) {
                return node + ", not " + version;
            }
        } catch (IOException e) {
            return node + ": " + e.getMessage();
        }
        return Files.exists(SCRIPTS.resolve("node_modules").resolve(name).resolve("package.json"))
                ? null
                : "the package is not installed: run `npm ci --prefix realtime-examples/src/test/js`";
    }

    /** Follows a stream with the package's EventSource. */
    static NodeClient follow(String name, String url, Recorder recorder) throws IOException {
        return start(recorder, "follow.mjs", name, url, "message", "shipped", "gap", Received.HEARTBEAT);
    }

    /** Follows a WebSocket with the package's own. */
    static NodeClient followWebSocket(String name, String url, Recorder recorder) throws IOException {
        return start(recorder, "follow-ws.mjs", name, url);
    }

    /** Follows topics with this library's own client, by one of these transports; its time runs so many times faster. */
    static NodeClient followRealtime(String transports, String url, int speed, Recorder recorder) throws IOException {
        return start(recorder, "follow-realtime.mjs", url, transports, String.valueOf(speed));
    }

    private static NodeClient start(Recorder recorder, String... arguments) throws IOException {
        return run(line -> read(line, recorder), recorder::end, arguments);
    }

    /** Runs a script with arguments; it tells of each line that is printed, and at last of the end. */
    public static NodeClient run(Consumer<String> printed, Consumer<String> end, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(() -> read(process, printed, end), "read-" + String.join("-", arguments));
        reader.setDaemon(true);
        reader.start();
        return new NodeClient(process);
    }

    private static void read(Process process, Consumer<String> printed, Consumer<String> end) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(printed);
            end.accept("Node.js ended");
        } catch (IOException | RuntimeException e) {
            end.accept("Node.js cannot be read: " + e);
        }
    }

    private static void read(String line, Recorder recorder) {
        if (line.startsWith("{")) {
            recorder.add(parse(line));
        } else {
            recorder.note(line);
        }
    }

    private static Received parse(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            return new Received(
                    event.get("type").asText(),
                    event.get("data").asText(),
                    event.get("id").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + line, e);
        }
    }

    /** Gives the script a line to read. */
    public synchronized void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** What it has started itself, such as a browser, ends with it. */
    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
