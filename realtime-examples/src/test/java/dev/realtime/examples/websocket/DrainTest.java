package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.websocket.RawSocket.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An orderly shutdown tells each client to come back elsewhere. */
class DrainTest {
    @ContainerTest
    void closes_each_connection_with_1001_and_leaves_no_thread(Container container) throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Application application = Application.on(container)) {
            List<RawSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sockets.add(RawSocket.open(application.port(), i % 2 == 0 ? "topic=a" : ""));
            }
            application.notifier().publish("a", "the last");
            application.notifier().close();
            for (RawSocket socket : sockets) {
                try (socket) {
                    assertThat(socket.end()).isEqualTo(new End(1001, "shutting down"));
                }
            }
            assertThat(application.notifier().subscriptionCount()).isZero();
        }
        Eventually.is(() -> ours(before).isEmpty(), "threads of ours are left: " + ours(before));
    }

    /** Workers of before JDK 21 end after ten idle seconds. */
    private static List<Thread> ours(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("realtime-") && !before.contains(thread))
                .toList();
    }
}
