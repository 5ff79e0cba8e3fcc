package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection costs that only waits. */
class IdleTest {
    private static final int CONNECTIONS = 1_000;

    /** Twice what the greediest, Tomcat, was measured to take by itself. */
    private static final int MAX_KIB = 150;

    @ParameterizedTest
    @EnumSource(Container.class)
    void a_thousand_idle_connections_are_cheap(Container container) throws Exception {
        List<RawSocket> sockets = new ArrayList<>();
        try (ServerProcess server = new ServerProcess(container, "256m")) {
            open(server, 50, sockets); // what is made once
            long heap = server.ask("heap");
            long direct = server.ask("direct");
            open(server, CONNECTIONS, sockets);
            long heapEach = (server.ask("heap") - heap) / CONNECTIONS;
            long directEach = (server.ask("direct") - direct) / CONNECTIONS;
            System.err.printf(
                    "An idle WebSocket on %s: %.1f KiB of heap, %.1f KiB direct%n",
                    container, heapEach / 1024.0, directEach / 1024.0);
            assertThat(server.ask("subscriptions")).isEqualTo(sockets.size());
            assertThat(heapEach + directEach).isLessThan(MAX_KIB << 10);
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void open(ServerProcess server, int count, List<RawSocket> sockets) throws Exception {
        for (int i = 0; i < count; i++) {
            sockets.add(RawSocket.open(server.port(), "topic=idle/" + sockets.size()));
        }
    }
}
