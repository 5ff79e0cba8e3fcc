package dev.realtime.examples.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Notifier;
import dev.realtime.examples.websocket.RawSocket;
import dev.realtime.testkit.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is undeployed while clients follow it lets them go and leaves nothing on the server, which runs on. */
class RedeployTest {
    private static final int TIMES = 20;

    /** The application that was there last is still held on both servers, by what has not been looked into; it goes with the next. */
    private static final long THE_LAST = 1;

    private static final int COLLECTED_WITHIN_SECONDS = 5;
    private static final int SUBSCRIPTIONS = 5;
    private static final int SUBSCRIBED_WITHIN_SECONDS = 10;

    @TempDir
    Path directory;

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    @Test
    void redeploys_on_tomcat_leave_no_thread_and_no_class_loader() throws Exception {
        try (RunningServer server = new RunningTomcat(war())) {
            redeploy(server);
        }
    }

    @Test
    void redeploys_on_jetty_leave_no_thread_and_no_class_loader() throws Exception {
        try (RunningServer server = new RunningJetty(war())) {
            redeploy(server);
        }
    }

    /** Between the moment at which an application is unavailable and the one at which it is told, Tomcat times out what waits. */
    @Test
    void tomcat_answers_who_waits_before_the_application_knows() throws Exception {
        try (RunningTomcat server = new RunningTomcat(war())) {
            server.deploy();
            try (RawHttp waiting = new RawHttp(server.port())) {
                waiting.get("/realtime/long-poll?wait=50&topic=quiet");
                awaitSubscriptions(server.port(), 1);
                List<String> answers = new ArrayList<>();
                server.whileItStops(() -> answers.add(answer(waiting)));
                server.undeploy();
                assertThat(answers).singleElement().asString().contains("\"events\":[]");
            }
        }
    }

    private static String answer(RawHttp waiting) {
        try {
            return waiting.readHead() && waiting.status() == 200 ? rest(waiting) : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path war() throws Exception {
        return ProbeWar.write(directory.resolve("realtime.war"));
    }

    private void redeploy(RunningServer server) throws Exception {
        List<Reference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            loaders.add(deployed(server));
            useAndUndeploy(server);
            assertThat(ours()).as("threads after undeployment %d", i + 1).isEmpty();
        }
        assertThat(uncollected(loaders)).as("class loaders that are held").isLessThanOrEqualTo(THE_LAST);
    }

    /** Nothing but the server is to know the class loader. */
    private static Reference<ClassLoader> deployed(RunningServer server) throws Exception {
        ClassLoader loader = server.deploy();
        Class<?> theirs = loader.loadClass(Notifier.class.getName());
        assertThat(theirs.getClassLoader()).isSameAs(loader);
        return new WeakReference<>(loader);
    }

    private static void useAndUndeploy(RunningServer server) throws Exception {
        int port = server.port();
        try (RawHttp stream = new RawHttp(port);
                RawHttp answered = new RawHttp(port);
                RawHttp waiting = new RawHttp(port);
                RawSocket webSocket = RawSocket.open(port, "topic=news");
                RawSocket stomp = new RawSocket(port)) {
            stream.get("/realtime/sse?topic=news");
            answered.get("/realtime/long-poll?wait=50&topic=news");
            waiting.get("/realtime/long-poll?wait=50&topic=quiet");
            assertThat(stomp.upgrade("/realtime/stomp", "Sec-WebSocket-Protocol: v12.stomp"))
                    .isEqualTo(101);
            stomp.send("CONNECT\naccept-version:1.2\nhost:localhost\n\n\0");
            stomp.send("SUBSCRIBE\nid:1\ndestination:/topic/news\n\n\0");
            awaitSubscriptions(port, SUBSCRIPTIONS);

            ask(port, "publish&topic=news&from=4711&to=4712");
            assertThat(stream.readHead()).isTrue();
            readUntil(stream, "data: 4711\n");
            assertThat(answered.readHead()).isTrue();
            readUntil(answered, "\"data\":4711");
            readUntil(webSocket, "\"data\":4711");
            readUntil(stomp, "\n\n4711\0");

            server.undeploy();
            rest(stream); // ends, or reading would time out; no retry is promised where a write was still in flight
            assertThat(waiting.readHead()).isTrue();
            assertThat(waiting.status()).isEqualTo(200);
            assertThat(rest(waiting)).contains("\"events\":[]");
            assertThat(webSocket.end().code()).isEqualTo(1001);
            assertThat(stomp.end().code()).isEqualTo(1001);
        }
    }

    private static void awaitSubscriptions(int port, int subscriptions) throws IOException {
        long deadline = System.nanoTime() + SUBSCRIBED_WITHIN_SECONDS * 1_000_000_000L;
        while (!ask(port, "subscriptions").equals(String.valueOf(subscriptions))) {
            assertThat(System.nanoTime()).as("not all have subscribed").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String ask(int port, String command) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.get("/realtime/control?do=" + command);
            assertThat(http.readHead()).isTrue();
            assertThat(http.status()).isEqualTo(200);
            return rest(http);
        }
    }

    private static void readUntil(RawHttp http, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = http.read();
            assertThat(next).as("what comes after: %s", read).isNotNegative();
            read.append((char) next);
        }
    }

    private static void readUntil(RawSocket socket, String text) throws IOException {
        String message = socket.message();
        while (!message.contains(text)) {
            message = socket.message();
        }
    }

    private static String rest(RawHttp http) throws IOException {
        StringBuilder rest = new StringBuilder();
        for (int next = http.read(); next >= 0; next = http.read()) {
            rest.append((char) next);
        }
        return rest.toString();
    }

    private List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("realtime-") && !before.contains(thread))
                .map(Thread::getName)
                .toList();
    }

    /** How many the garbage collector leaves, which need not take all at once. */
    private static long uncollected(List<Reference<ClassLoader>> loaders) {
        long deadline = System.nanoTime() + COLLECTED_WITHIN_SECONDS * 1_000_000_000L;
        long held;
        do {
            System.gc();
            held = loaders.stream().filter(loader -> !loader.refersTo(null)).count();
        } while (held > THE_LAST && System.nanoTime() < deadline);
        return held;
    }
}
