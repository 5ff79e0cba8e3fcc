package dev.realtime.examples.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.realtime.examples.websocket.RawSocket;
import dev.realtime.examples.websocket.RawSocket.End;
import dev.realtime.examples.websocket.Traveller;
import dev.realtime.examples.websocket.Way;
import dev.realtime.testkit.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users rely on, held against each server; and what docs/CONTAINERS.md tells of them, measured. Takes some minutes for each, so that
 * it runs only with {@code -Pcontainers}; {@code -Dservers=WILDFLY,GLASSFISH_7} chooses.
 */
@ParameterizedClass
@MethodSource("servers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServersIT {
    private static final int EVENTS = 3_000;
    private static final int MAX_AHEAD = 200;
    private static final int IDLE = 1_000;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final int MEGABYTES = 1 << 20;

    @Parameter
    Server server;

    private static InstalledServer running;

    static Set<Server> servers() {
        Set<Server> chosen = EnumSet.noneOf(Server.class);
        for (String name : System.getProperty("servers").split(",")) {
            chosen.add(Server.valueOf(name));
        }
        return chosen;
    }

    @BeforeParameterizedClassInvocation
    static void start(Server server) throws Exception {
        running = null;
        running = InstalledServer.start(
                server, Path.of(System.getProperty("servers.directory")), server.javaExecutable());
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        if (running != null) {
            running.close();
        }
    }

    /** The clients of the test before have gone; not every server tells of that. */
    @BeforeEach
    void awaitNobody() throws Exception {
        awaitNoSubscription(90);
    }

    private void tell(String what, Object value) {
        System.err.printf("%s | %s | %s%n", server, what, value);
    }

    // ---- delivery ----

    @Test
    @Order(1)
    void a_client_that_hops_among_all_transports_and_is_cut_sees_each_event_once_in_order() throws Exception {
        Random random = new Random(20261121);
        Semaphore permits = new Semaphore(MAX_AHEAD);
        int cuts = 0;
        try (FaultProxy proxy = FaultProxy.to(running.port())) {
            Traveller traveller = new Traveller("earliest", EVENTS, permits);
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(permits));
            while (!traveller.isThere()) {
                Way way = Way.values()[random.nextInt(Way.values().length)];
                if (random.nextInt(3) == 0) {
                    proxy.cut(); // what is left of the connection before would count
                    proxy.cutUntilMendedAfter(random.nextInt(8_000));
                }
                try {
                    way.travel(traveller, proxy.port(), 1 + random.nextInt(60));
                } catch (IOException cut) {
                    cuts++;
                }
                proxy.mend();
            }
            publishing.get(10, TimeUnit.SECONDS);
        }
        assertThat(cuts).isGreaterThan(10);
    }

    private static void publish(Semaphore permits) {
        int step = MAX_AHEAD / 10;
        try {
            for (int i = 0; i < EVENTS; i += step) {
                permits.acquireUninterruptibly(step);
                running.ask("publish&topic=hop&from=" + i + "&to=" + (i + step));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- access ----

    @Test
    @Order(2)
    void a_foreign_page_is_refused_on_every_path_and_handshake() throws Exception {
        for (String path : List.of("poll?topic=a", "long-poll?topic=a&wait=0", "sse?topic=a", "ws?topic=a", "stomp")) {
            try (RawSocket socket = new RawSocket(running.port())) {
                String target = "/realtime/" + path;
                String origin = "Origin: http://evil.example";
                int status = path.startsWith("ws") || path.equals("stomp")
                        ? socket.upgrade(target, origin)
                        : socket.get(target, origin);
                assertThat(status).as(path).isEqualTo(403);
            }
        }
    }

    @Test
    @Order(2)
    void an_endpoints_own_path_admits_nobody() throws Exception {
        for (String path : List.of("ws?topic=a", "stomp")) {
            try (RawSocket socket = new RawSocket(running.port())) {
                if (socket.upgrade("/realtime/dev.realtime.endpoint/" + path) == 101) {
                    assertThat(socket.end()).isEqualTo(new End(1008, "not opened by the servlet"));
                }
            }
        }
        assertThat(running.ask("subscriptions")).isZero();
    }

    // ---- clients that are gone, or do not read ----

    @Test
    @Order(3)
    void clients_that_vanish_are_noticed() throws Exception {
        tell("SSE gone by FIN, noticed after", noticed(sse("gone"), false, 10));
        tell("SSE gone by RST, noticed after", noticed(sse("gone"), true, 10));
        tell("WebSocket gone by FIN, noticed after", noticed(RawSocket.open(running.port(), "topic=gone"), false, 70));
        tell("WebSocket gone by RST, noticed after", noticed(RawSocket.open(running.port(), "topic=gone"), true, 70));
    }

    /** Without the library: why it lets no write happen that is too late, and has time limits of its own. */
    @Test
    @Order(4)
    void late_writes_and_writes_that_are_stuck_are_told_of() throws Exception {
        BareProbe probe = new BareProbe(running.port(), "/realtime");
        probe.lateWrites().forEach(this::tell);
        probe.timeLimits().forEach(this::tell);
    }

    private static Duration noticed(RawSocket client, boolean reset, int seconds) throws Exception {
        assertThat(running.ask("subscriptions")).isOne();
        if (reset) {
            client.socket().setSoLinger(true, 0);
        }
        client.close();
        return awaitNoSubscription(seconds);
    }

    private static Duration awaitNoSubscription(int seconds) throws Exception {
        return await(seconds, () -> running.ask("subscriptions") == 0, "a client that has gone is not noticed");
    }

    /** Asks another process, which tells nobody; returns how long it took. */
    private static Duration await(int seconds, Callable<Boolean> so, String otherwise) throws Exception {
        long begin = System.nanoTime();
        while (!so.call()) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(seconds)) {
                fail(otherwise + " after " + seconds + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return Duration.ofMillis((System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    @Order(4)
    void clients_that_do_not_read_are_let_go_and_harm_nobody() throws Exception {
        for (String transport : List.of("SSE", "WebSocket")) {
            RawSocket stalled = transport.equals("SSE") ? sse("flood") : RawSocket.open(running.port(), "topic=flood");
            try (stalled;
                    RawSocket healthy = RawSocket.open(running.port(), "topic=calm")) {
                running.ask("fill&topic=flood&count=900");
                for (int i = 0; i < 20; i++) {
                    running.ask("publish&topic=calm&from=" + i + "&to=" + (i + 1));
                    assertThat(healthy.json().get("events").get(0).get("data").asInt())
                            .isEqualTo(i);
                }
                healthy.socket().setSoTimeout(0);
                CompletableFuture.runAsync(() -> end(healthy)); // goes on to answer pings
                tell(
                        transport + " not read, let go after",
                        await(120, () -> running.ask("subscriptions") == 1, "who does not read is not let go"));
            }
            awaitNoSubscription(10);
        }
    }

    // ---- limits ----

    @Test
    @Order(5)
    void a_message_that_is_too_large_closes_with_1009() throws Exception {
        byte[] chunk = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
        for (int type : new int[] {RawSocket.TEXT, RawSocket.BINARY}) {
            try (RawSocket attacker = RawSocket.open(running.port(), "")) {
                CompletableFuture<End> end = CompletableFuture.supplyAsync(() -> end(attacker));
                end.whenComplete((closed, failure) -> closeQuietly(attacker)); // Open Liberty would only read no more
                try {
                    for (int sent = 0; sent < 32 * MEGABYTES; sent += chunk.length) {
                        attacker.frame(sent == 0 ? type : RawSocket.CONTINUATION, false, chunk);
                    }
                } catch (IOException closed) {
                    // as it should be
                }
                tell("endless message of type " + type, end.get(90, TimeUnit.SECONDS));
                assertThat(end.get().code()).isIn(1009, 1006);
            }
        }
        assertThat(running.ask("subscriptions")).isZero();
    }

    private static void closeQuietly(RawSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static End end(RawSocket socket) {
        try {
            return socket.end();
        } catch (IOException e) {
            return new End(1006, String.valueOf(e.getMessage()));
        }
    }

    // ---- memory ----

    @Test
    @Order(6)
    void a_thousand_clients_that_wait_are_counted_and_forgotten() throws Exception {
        for (String transport : List.of("SSE", "WebSocket")) {
            List<RawSocket> clients = new ArrayList<>();
            try {
                open(transport, 50, clients);
                long heap = running.ask("heap");
                long direct = running.ask("direct");
                open(transport, IDLE, clients);
                tell(transport + " idle, bytes of heap", (running.ask("heap") - heap) / IDLE);
                tell(transport + " idle, direct bytes", (running.ask("direct") - direct) / IDLE);
                assertThat(running.ask("subscriptions")).isEqualTo(clients.size());
            } finally {
                for (RawSocket client : clients) {
                    client.close();
                }
            }
            awaitNoSubscription(90);
        }
    }

    private static void open(String transport, int count, List<RawSocket> clients) throws IOException {
        for (int i = 0; i < count; i++) {
            String topic = "idle/" + clients.size();
            clients.add(transport.equals("SSE") ? sse(topic) : RawSocket.open(running.port(), "topic=" + topic));
        }
    }

    /** A stream whose first heartbeat has come. */
    private static RawSocket sse(String topic) throws IOException {
        RawSocket client = new RawSocket(running.port());
        assertThat(client.get("/realtime/sse?topic=" + topic)).isEqualTo(200);
        StringBuilder text = new StringBuilder();
        while (text.indexOf("id: ") < 0) {
            text.append((char) client.in().read());
        }
        return client;
    }

    // ---- the end ----

    @Test
    @Order(7)
    void an_orderly_end_reaches_every_client() throws Exception {
        try (RawSocket stream = sse("end");
                RawSocket webSocket = RawSocket.open(running.port(), "topic=end");
                RawSocket poll = new RawSocket(running.port())) {
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return poll.get("/realtime/long-poll?topic=end&wait=50");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            await(10, () -> running.ask("subscriptions") == 3, "they do not all wait");
            running.ask("close");
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(webSocket.end()).isEqualTo(new End(1001, "shutting down"));
            String rest = restOf(stream);
            tell("SSE ends with", rest.endsWith(LAST_CHUNK) ? "its last chunk" : "a cut");
            assertThat(rest).contains("retry:");
        }
    }

    private static String restOf(RawSocket stream) throws IOException {
        StringBuilder rest = new StringBuilder();
        for (int next = stream.in().read(); next >= 0; next = stream.in().read()) {
            rest.append((char) next);
            if (rest.indexOf(LAST_CHUNK) >= 0) {
                break;
            }
        }
        return rest.toString();
    }

    @Test
    @Order(8)
    void the_server_stops() throws Exception {
        Duration took = running.terminate();
        tell("stops after", took);
        assertThat(took).isNotNull();
        assertThat(running.log()).doesNotContain("OutOfMemoryError");
    }
}
