package dev.realtime.examples.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.websocket.RawSocket;
import dev.realtime.testkit.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Asks {@link BareResponses} and {@link BareSocket} of a server what docs/CONTAINERS.md tells of late writes and of time limits. */
final class BareProbe {
    private static final int RECEIVE_BUFFER = 16 << 10;
    private static final int MAX_WRITES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(75);
    private static final String LATE = "LATE";

    private final int port;
    private final String path;

    /**
     * Of a server.
     *
     * @param path where the application is, such as {@code /realtime}
     */
    BareProbe(int port, String path) {
        this.port = port;
        this.path = path;
    }

    /** What comes of a write after each end that a response can have, and of completing once more. */
    Map<String, String> lateWrites() throws IOException {
        Map<String, String> told = new LinkedHashMap<>();
        for (boolean reset : new boolean[] {false, true}) {
            String name = reset ? "RST" : "FIN";
            RawHttp client = open(name, 0);
            if (reset) {
                client.reset();
            } else {
                client.close();
            }
            told.put("a write after " + name, firstThatFails(name));
        }
        told.putAll(lateWrites("complete()", 0));
        told.putAll(lateWrites("a timeout", 300));
        return told;
    }

    /** Of many, one after the other; what the container tells besides is added. */
    private String firstThatFails(String name) throws IOException {
        String answer = "silence";
        int writes = 0;
        while (writes < MAX_WRITES && (answer.equals("silence") || answer.equals("not ready"))) {
            answer = ask("write&text=x&name=" + name);
            writes++;
        }
        String told = ask("told&name=" + name);
        return "write " + writes + ": " + answer + (told.equals("nothing") ? "" : ", onError " + told);
    }

    private Map<String, String> lateWrites(String end, int timeout) throws IOException {
        Map<String, String> told = new LinkedHashMap<>();
        String name = "over" + timeout;
        try (RawHttp client = open(name, timeout)) {
            if (timeout == 0) {
                ask("complete&name=" + name);
            }
            client.body();
            // Others may be given what was its own: the next on its connection, and one on another.
            boolean keptAlive = client.endedCleanly();
            RawHttp same = keptAlive ? client : new RawHttp(port);
            same.get(request("open&timeout=0&name=same"));
            assertThat(same.readHead() || !keptAlive).isTrue();
            try (same;
                    RawHttp other = open("other", 0)) {
                told.put("a write after " + end, ask("write&text=" + LATE + "&name=" + name));
                told.put("complete() after " + end, ask("complete&name=" + name));
                told.put(
                        "reaches another after " + end,
                        reached("same", same) + " on its connection, " + reached("other", other) + " on another");
            }
        }
        return told;
    }

    /** What another client sees of it; its own response goes on, or it was cut. */
    private String reached(String name, RawHttp client) throws IOException {
        assertThat(ask("write&text=.&name=" + name)).isNotEqualTo("not ready");
        StringBuilder seen = new StringBuilder();
        for (int next = client.read(); next != '.'; next = client.read()) {
            if (next < 0) {
                return seen.indexOf(LATE) < 0 ? "cut" : "seen and cut";
            }
            seen.append((char) next);
        }
        return seen.indexOf(LATE) < 0 ? "no" : "seen";
    }

    /** By what, and how long after its last progress, the container ends a response, and a WebSocket, whose client does not read. */
    Map<String, String> timeLimits() throws Exception {
        try (RawHttp stream = new RawHttp(port, RECEIVE_BUFFER);
                RawSocket socket = new RawSocket(port)) {
            stream.get(request("open&timeout=0&name=stalled"));
            assertThat(stream.readHead()).isTrue();
            assertThat(socket.upgrade(path + BareSocket.PATH)).isEqualTo(101);
            ask("flood&name=stalled");
            Map<String, String> told = new LinkedHashMap<>();
            long end = System.nanoTime() + PATIENCE.toNanos();
            do {
                LockSupport.parkNanos(100_000_000); // nobody tells
                told.put("a response that is not read ends by", ask("told&name=stalled"));
                told.put("a WebSocket that is not read ends by", ask("socket"));
            } while (told.containsValue("nothing") && System.nanoTime() - end < 0);
            return told;
        }
    }

    private RawHttp open(String name, int timeout) throws IOException {
        RawHttp client = new RawHttp(port);
        client.get(request("open&timeout=" + timeout + "&name=" + name));
        assertThat(client.readHead()).isTrue();
        return client;
    }

    private String ask(String command) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.get(request(command));
            assertThat(http.readHead()).isTrue();
            assertThat(http.status()).as(command).isEqualTo(200);
            return http.body();
        }
    }

    private String request(String command) {
        return path + BareResponses.PATH + "?do=" + command;
    }
}
