package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import java.io.IOException;

/** A container always reads from a WebSocket, so that it tells at once of a client that has ended its connection. */
class VanishedSocketTest {
    /** Of the 30 s that are three heart-beats of STOMP, and the 75 s that they are of {@code realtime.v1}. */
    private static final int WITHIN_SECONDS = 5;

    private interface Opening {
        RawSocket open(int port) throws IOException;
    }

    @ContainerTest
    void by_web_socket_is_noticed_within_three_heartbeats(Container container) throws Exception {
        assertNoticed(container, "WebSocket", port -> RawSocket.open(port, "topic=idle"));
    }

    @ContainerTest
    void by_stomp_is_noticed_within_three_heartbeats(Container container) throws Exception {
        assertNoticed(container, "STOMP", port -> {
            StompSocket socket = new StompSocket(port);
            socket.connect();
            socket.send("SUBSCRIBE", "id:1", "destination:/topic/idle", "receipt:1");
            assertThat(socket.next().command()).isEqualTo("RECEIPT");
            return socket.raw();
        });
    }

    private static void assertNoticed(Container container, String transport, Opening opening) throws Exception {
        try (Application application = Application.on(container);
                RawSocket stays = RawSocket.open(application.port(), "topic=idle")) {
            for (boolean reset : new boolean[] {false, true}) {
                RawSocket goes = opening.open(application.port());
                assertThat(application.notifier().subscriptionCount()).isEqualTo(2);
                assertThat(application.notifier().connectionCount()).isEqualTo(2);

                long begin = System.nanoTime();
                if (reset) {
                    goes.socket().setSoLinger(true, 0);
                }
                goes.close();
                Eventually.within(
                        WITHIN_SECONDS,
                        () -> application.notifier().subscriptionCount() == 1
                                && application.notifier().connectionCount() == 1,
                        "a client that has gone is not noticed");
                System.out.printf(
                        "%s: %s gone by %s noticed after %d ms%n",
                        container, transport, reset ? "RST" : "FIN", (System.nanoTime() - begin) / 1_000_000);
            }
            application.notifier().publish("idle", "still there");
            assertThat(stays.json().get("events").get(0).get("data").asText()).isEqualTo("still there");
        }
    }
}
