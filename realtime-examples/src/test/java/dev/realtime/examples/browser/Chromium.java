package dev.realtime.examples.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.examples.clients.NodeClient;
import dev.realtime.examples.clients.Received;
import dev.realtime.examples.clients.Recorder;
import dev.realtime.examples.clients.Tools;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A Chromium for all the users of this JVM, and the Node.js that drives it; they end with the JVM. */
final class Chromium {
    private static final String[] NAMES = {"chromium", "chromium-browser", "google-chrome"};
    private static final String MISSING = "Chromium is needed, as one of %s on the PATH".formatted(List.of(NAMES));
    private static final JsonMapper JSON = new JsonMapper();

    private static Chromium running;

    private final Map<String, Recorder> users = new ConcurrentHashMap<>();
    private final NodeClient node;
    private volatile String end; // why; null while it goes on

    private Chromium() throws IOException {
        node = NodeClient.run(this::printed, this::ended, "browser.mjs", find().orElseThrow());
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    private void kill() {
        try {
            node.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void require() throws InterruptedException {
        NodeClient.require("playwright-core");
        if (find().isEmpty()) {
            Tools.missing("in a browser", MISSING);
        }
    }

    private static Optional<String> find() {
        return Tools.find(NAMES);
    }

    /** The one that runs; another, if that has ended. */
    static synchronized Chromium running() throws IOException {
        if (running == null || running.end != null) {
            running = new Chromium();
        }
        return running;
    }

    /** From now on the recorder is told what this user sees. */
    void add(String user, Recorder recorder) {
        users.put(user, recorder);
        if (end != null) {
            recorder.end(end);
        }
    }

    void remove(String user) {
        users.remove(user);
    }

    void tell(String command) throws IOException {
        node.tell(command);
    }

    private void printed(String line) {
        if (!line.startsWith("{")) { // of Node.js itself
            users.values().forEach(recorder -> recorder.note(line));
            return;
        }
        try {
            JsonNode told = JSON.readTree(line);
            Recorder recorder = users.get(told.get("user").asText());
            if (recorder == null) { // who has left
                return;
            }
            if (told.has("note")) {
                recorder.note(told.get("note").asText());
            } else {
                recorder.add(new Received(
                        told.get("type").asText(),
                        told.get("data").asText(),
                        told.get("id").asText()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + line, e);
        }
    }

    private void ended(String why) {
        end = why;
        users.values().forEach(recorder -> recorder.end(why));
    }
}
