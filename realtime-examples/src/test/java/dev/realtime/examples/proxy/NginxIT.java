package dev.realtime.examples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.examples.transport.Clients;
import dev.realtime.examples.transport.ServedTransport;
import dev.realtime.examples.transport.Server;
import dev.realtime.testkit.RawHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/PROXIES.md says of nginx is true: with its configuration every transport keeps the contract. */
@Timeout(60)
class NginxIT {
    @BeforeAll
    static void requireNginx() {
        Nginx.require();
    }

    abstract static class Through extends ServedTransport {
        private Nginx nginx;

        Through(Container container, Clients transport) {
            super(container, transport);
        }

        @Override
        protected int start(Notifier notifier) throws Exception {
            nginx = Nginx.before(super.start(notifier));
            return nginx.port();
        }

        @Override
        protected void stop() throws Exception {
            nginx.close();
            super.stop();
        }
    }

    @Nested
    class Poll extends Through {
        Poll() {
            super(Container.TOMCAT, Clients.POLL);
        }
    }

    @Nested
    class LongPoll extends Through {
        LongPoll() {
            super(Container.UNDERTOW, Clients.LONG_POLL);
        }
    }

    @Nested
    class Sse extends Through {
        Sse() {
            super(Container.TOMCAT, Clients.SSE);
        }
    }

    @Nested
    class WebSockets extends Through {
        WebSockets() {
            super(Container.JETTY, Clients.WEB_SOCKET);
        }
    }

    @Nested
    class Stomp extends Through {
        Stomp() {
            super(Container.JETTY, Clients.STOMP);
        }
    }

    @Nested
    class Settings {
        private final Notifier notifier =
                Notifier.builder().access(Access.allowSubscribe("**")).build();
        private EmbeddedServer server;

        @BeforeEach
        void start() {
            server = Server.start(Container.JETTY, notifier);
        }

        @AfterEach
        void stop() {
            notifier.close();
            server.close();
        }

        @Test
        void an_event_comes_at_once_with_nothing_but_proxy_pass() throws Exception {
            try (Nginx nginx = Nginx.bareBefore(server.port());
                    RawHttp http = new RawHttp(nginx.port())) {
                http.get("/realtime/sse?topic=a");
                assertThat(http.readHead()).isTrue();
                readUntil("event: heartbeat", http);
                notifier.publish("a", "now");
                readUntil("data: \"now\"", http); // held back, it would not come before the buffer is full
            }
        }

        @Test
        void a_page_is_of_the_same_origin_where_the_host_is_passed_on() throws Exception {
            try (Nginx nginx = Nginx.before(server.port());
                    Nginx bare = Nginx.bareBefore(server.port())) {
                assertThat(pollFromItsOwnPage(nginx)).isEqualTo(200);
                assertThat(pollFromItsOwnPage(bare)).isEqualTo(403);
            }
        }

        private int pollFromItsOwnPage(Nginx nginx) throws IOException, InterruptedException {
            String origin = "http://127.0.0.1:" + nginx.port();
            HttpRequest request = HttpRequest.newBuilder(URI.create(origin + "/realtime/poll?topic=a"))
                    .header("Origin", origin)
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.discarding())
                    .statusCode();
        }

        @Test
        void streams_share_a_connection_of_http_2_and_a_websocket_has_its_own(@TempDir Path directory)
                throws Exception {
            Certificate certificate = Certificate.create(directory);
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.trusting()).build();
            try (Nginx nginx = Nginx.before(server.port(), certificate)) {
                String authority = "127.0.0.1:" + nginx.port();
                List<BufferedReader> streams = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    streams.add(stream(client, authority));
                }
                FirstEvent first = new FirstEvent();
                client.newWebSocketBuilder()
                        .header("Origin", "https://" + authority)
                        .buildAsync(URI.create("wss://" + authority + "/realtime/ws?topic=a"), first)
                        .get(20, TimeUnit.SECONDS);
                first.subscribed.get(20, TimeUnit.SECONDS);
                notifier.publish("a", "now");
                for (BufferedReader stream : streams) {
                    awaitLine("data: \"now\"", stream);
                }
                assertThat(first.event.get(20, TimeUnit.SECONDS)).contains("\"now\"");
            }
        }

        private BufferedReader stream(HttpClient client, String authority) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + authority + "/realtime/sse?topic=a"))
                    .header("Origin", "https://" + authority)
                    .build();
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            awaitLine("event: heartbeat", lines);
            return lines;
        }
    }

    private static void readUntil(String expected, RawHttp http) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(expected) < 0) {
            int next = http.read();
            assertThat(next).as("the stream ended after " + read).isNotNegative();
            read.append((char) next);
        }
    }

    private static void awaitLine(String expected, BufferedReader stream) throws IOException {
        for (String line = stream.readLine(); !expected.equals(line); line = stream.readLine()) {
            assertThat(line).as("before '%s' the stream ended", expected).isNotNull();
        }
    }

    private static final class FirstEvent implements WebSocket.Listener {
        final CompletableFuture<Void> subscribed = new CompletableFuture<>();
        final CompletableFuture<String> event = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence message, boolean last) {
            socket.request(1);
            if (!subscribed.complete(null)) {
                event.complete(message.toString());
            }
            return null;
        }
    }
}
