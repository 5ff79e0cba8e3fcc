package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.websocket.RawSocket.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that drains lets its connections go one by one, and takes no handshake. */
class GentleDrainTest {
    private static final Duration WITHIN = Duration.ofSeconds(2);

    @ContainerTest
    void each_connection_is_closed_with_1001_and_a_handshake_is_a_503(Container container) throws Exception {
        try (Application application = Application.on(container)) {
            List<RawSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                sockets.add(RawSocket.open(application.port(), i % 2 == 0 ? "topic=a" : ""));
            }
            assertThat(application.notifier().connectionCount()).isEqualTo(6);
            CompletableFuture<Void> drained =
                    application.notifier().drain(WITHIN).toCompletableFuture();
            for (String path : List.of("/realtime/ws", "/realtime/stomp")) {
                try (RawSocket late = new RawSocket(application.port())) {
                    assertThat(late.upgrade(path)).isEqualTo(503);
                    assertThat(late.head()).containsIgnoringCase("\r\nRetry-After: ");
                }
            }
            for (RawSocket socket : sockets) {
                try (socket) {
                    assertThat(socket.end()).isEqualTo(new End(1001, "shutting down"));
                }
            }
            drained.get(20, TimeUnit.SECONDS);
            assertThat(application.notifier().connectionCount()).isZero();
        }
    }
}
