package dev.realtime.examples.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.examples.clients.NodeClient;
import dev.realtime.examples.clients.Received;
import dev.realtime.examples.clients.Recorder;
import dev.realtime.examples.clients.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Chromium of its own, whose tabs share what tabs of one user share. */
final class Browser implements AutoCloseable {
    private static final String[] NAMES = {"chromium", "chromium-browser", "google-chrome"};
    private static final String MISSING = "Chromium is needed, as one of %s on the PATH".formatted(List.of(NAMES));
    private static final JsonMapper JSON = new JsonMapper();

    private final Recorder recorder = new Recorder();
    private final NodeClient node;

    Browser() throws IOException {
        node = NodeClient.run(this::printed, recorder::end, "browser.mjs", find().orElseThrow());
    }

    /** Aborts the tests where the browser or what drives it is missing, saying what mends it; fails them where CI=true. */
    static void require() throws InterruptedException {
        NodeClient.require("playwright-core");
        if (find().isEmpty()) {
            Tools.missing("in a browser", MISSING);
        }
    }

    private static Optional<String> find() {
        return Tools.find(NAMES);
    }

    private void printed(String line) {
        try {
            if (!line.startsWith("{")) {
                recorder.note(line);
                return;
            }
            JsonNode told = JSON.readTree(line);
            recorder.add(new Received(
                    told.get("type").asText(),
                    told.get("data").asText(),
                    told.get("id").asText()));
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + line, e);
        }
    }

    Browser open(String tab, String url) throws Exception {
        run(Map.of("do", "open", "tab", tab, "url", url));
        return this;
    }

    /** Waits for an element of the page. */
    void await(String tab, String selector) throws Exception {
        run(Map.of("do", "wait", "tab", tab, "selector", selector));
    }

    /** Has the page follow topics with the client that its server serves; returns the transport, and whether the tab leads. */
    String follow(String tab, String topic, Map<String, Object> options) throws Exception {
        return run(Map.of("do", "follow", "tab", tab, "topics", List.of(topic), "options", options)).stream()
                .filter(told -> told.type().equals(tab + " open"))
                .findFirst()
                .orElseThrow()
                .data();
    }

    void closeTab(String tab) throws Exception {
        run(Map.of("do", "close", "tab", tab));
    }

    /** What was told until this is done. */
    private List<Received> run(Map<String, Object> command) throws Exception {
        node.tell(JSON.writeValueAsString(command));
        List<Received> told = new ArrayList<>();
        String done = command.get("tab") + " did " + command.get("do");
        for (Received next = recorder.next(); !next.type().equals(done); next = recorder.next()) {
            told.add(next);
        }
        return told;
    }

    /** The next thing that any tab tells. */
    Received next() throws InterruptedException {
        return recorder.next();
    }

    /** What a console or a network log would show as wrong. */
    List<String> complaints() {
        return recorder.notes().stream()
                .filter(note -> !note.startsWith("state of "))
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        node.close();
    }
}
