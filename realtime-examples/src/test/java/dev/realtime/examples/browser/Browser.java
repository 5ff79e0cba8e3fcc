package dev.realtime.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.examples.clients.Received;
import dev.realtime.examples.clients.Recorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What one user sees of a Chromium: tabs that share what tabs of one user share, and nothing with another user's. */
final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger USERS = new AtomicInteger();

    private final String user = "user " + USERS.incrementAndGet();
    private final Recorder recorder = new Recorder();
    private final Chromium chromium;
    private boolean left;

    Browser() throws IOException {
        chromium = Chromium.running();
        chromium.add(user, recorder);
    }

    /** Aborts the tests where the browser or what drives it is missing, saying what mends it; fails them where CI=true. */
    static void require() throws InterruptedException {
        Chromium.require();
    }

    Browser open(String tab, String url) throws Exception {
        run(Map.of("do", "open", "tab", tab, "url", url));
        return this;
    }

    /** Opens a page in a window so many pixels wide. */
    void open(String tab, String url, int width) throws Exception {
        run(Map.of("do", "open", "tab", tab, "url", url, "width", width));
    }

    /** Waits for an element of the page. */
    void await(String tab, String selector) throws Exception {
        run(Map.of("do", "wait", "tab", tab, "selector", selector));
    }

    void click(String tab, String selector) throws Exception {
        run(Map.of("do", "click", "tab", tab, "selector", selector));
    }

    void fill(String tab, String selector, String value) throws Exception {
        run(Map.of("do", "fill", "tab", tab, "selector", selector, "value", value));
    }

    void press(String tab, String selector, String key) throws Exception {
        run(Map.of("do", "press", "tab", tab, "selector", selector, "key", key));
    }

    /** What can be read in an element. */
    String text(String tab, String selector) throws Exception {
        return result(Map.of("do", "text", "tab", tab, "selector", selector)).asText();
    }

    /** What is wrong with the page as it is: texts in another language, what is wider than the window, controls without a name. */
    List<String> audit(String tab) throws Exception {
        List<String> found = new ArrayList<>();
        result(Map.of("do", "audit", "tab", tab)).forEach(finding -> found.add(finding.asText()));
        return found;
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

    private JsonNode result(Map<String, Object> command) throws Exception {
        List<Received> told = run(command);
        return JSON.readTree(told.get(told.size() - 1).data());
    }

    /** What was told until this is done, that last. */
    private List<Received> run(Map<String, Object> command) throws Exception {
        Map<String, Object> ours = new HashMap<>(command);
        ours.put("user", user);
        chromium.tell(JSON.writeValueAsString(ours));
        List<Received> told = new ArrayList<>();
        String tab = command.get("tab") + " ";
        String done = tab + "did " + command.get("do");
        String failed = tab + "failed to " + command.get("do");
        do {
            Received next = recorder.next();
            assertThat(next.type()).as("%s: %s", command, next.data()).isNotEqualTo(failed);
            told.add(next);
        } while (!told.get(told.size() - 1).type().equals(done));
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

    /** Closes all tabs. */
    @Override
    public void close() throws Exception {
        if (!left) {
            left = true;
            try {
                run(Map.of("do", "leave", "tab", "browser"));
            } finally {
                chromium.remove(user);
            }
        }
    }
}
