package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.websocket.RawSocket.End;
import java.util.List;

/** Pages of another origin come nowhere, whatever they ask and however they spell it. */
class OriginTest {
    /** A handshake is added here when there is another. */
    private static final List<String> HANDSHAKES = List.of("/realtime/ws?topic=a", "/realtime/stomp");

    private static final List<String> PATHS = List.of(
            "/realtime/poll?topic=a",
            "/realtime/long-poll?topic=a&wait=0",
            "/realtime/sse?topic=a",
            "/realtime/publish?topic=a",
            "/realtime/none");

    private static String[][] foreign(int port) {
        String own = "Origin: http://127.0.0.1:" + port;
        return new String[][] {
            {"Origin: http://evil.example"},
            {"Origin: null"},
            {"Origin: http://127.0.0.1:1"},
            {"Origin: http://127.0.0.1.evil.example:" + port},
            {own, own},
            {own, "Origin: http://evil.example"},
            {"Origin: http://evil.example", own},
            {own + ", http://evil.example"},
            {"Origin: "},
            {"Origin: http://evil.example", "Sec-Fetch-Site: cross-site"},
            {"Origin: null", "Sec-Fetch-Site: same-origin"},
        };
    }

    @ContainerTest
    void refuses_a_foreign_page_on_every_path_and_handshake(Container container) throws Exception {
        try (Application application = Application.on(container)) {
            int port = application.port();
            for (String[] headers : foreign(port)) {
                for (String target : HANDSHAKES) {
                    try (RawSocket socket = new RawSocket(port)) {
                        assertThat(socket.upgrade(target, headers))
                                .as("%s with %s", target, List.of(headers))
                                .isEqualTo(403);
                        assertThat(socket.head()).containsIgnoringCase("application/problem+json");
                    }
                }
                for (String target : PATHS) {
                    try (RawSocket socket = new RawSocket(port)) {
                        assertThat(socket.get(target, headers))
                                .as("%s with %s", target, List.of(headers))
                                .isEqualTo(403);
                    }
                }
            }
            assertThat(application.notifier().subscriptionCount()).isZero();
        }
    }

    @ContainerTest
    void lets_its_own_page_in(Container container) throws Exception {
        try (Application application = Application.on(container)) {
            for (String target : HANDSHAKES) {
                try (RawSocket socket = new RawSocket(application.port())) {
                    assertThat(socket.upgrade(target, "Origin: http://127.0.0.1:" + application.port()))
                            .isEqualTo(101);
                }
            }
        }
    }

    @ContainerTest
    void delivers_nothing_at_the_endpoints_own_path(Container container) throws Exception {
        try (Application application = Application.on(container)) {
            String own = "Origin: http://127.0.0.1:" + application.port();
            for (String[] attempt : new String[][] {
                {"/dev.realtime.endpoint/ws?topic=a", "X: none"},
                {"/dev.realtime.endpoint/ws?topic=a", own},
                {"/dev.realtime.endpoint/stomp", "X: none"},
                {"/dev.realtime.endpoint/stomp", own}
            }) {
                // One that the servlet let in is open, so that nothing of it can be mistaken for the other's.
                try (RawSocket before = RawSocket.open(application.port(), "topic=a");
                        RawSocket socket = new RawSocket(application.port())) {
                    assertThat(socket.upgrade(attempt[0], attempt[1])).isEqualTo(101);
                    application.notifier().publish("a", 1);
                    assertThat(socket.next()).isEqualTo(new End(1008, "not opened by the servlet"));
                    assertThat(before.json().get("events")).hasSize(1);
                    assertThat(application.notifier().subscriptionCount()).isOne();
                }
                awaitNoSubscription(application);
            }
        }
    }

    private static void awaitNoSubscription(Application application) throws Exception {
        Eventually.is(() -> application.notifier().subscriptionCount() == 0, "a subscription is left");
    }

    @ContainerTest
    void asks_for_the_upgrade_that_a_websocket_needs(Container container) throws Exception {
        try (Application application = Application.on(container)) {
            for (String target : HANDSHAKES) {
                try (RawSocket socket = new RawSocket(application.port())) {
                    assertThat(socket.get(target)).isEqualTo(426);
                    assertThat(socket.head())
                            .containsIgnoringCase("\r\nUpgrade: websocket")
                            .containsIgnoringCase("application/problem+json");
                }
                for (String version : List.of("12", "14", "8", "x")) {
                    try (RawSocket socket = new RawSocket(application.port())) {
                        int status = socket.get(
                                target,
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                "Sec-WebSocket-Version: " + version,
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
                        assertThat(status).isEqualTo(426);
                        assertThat(socket.head())
                                .containsIgnoringCase("\r\nSec-WebSocket-Version: 13")
                                .containsIgnoringCase("application/problem+json");
                    }
                }
            }
        }
    }
}
