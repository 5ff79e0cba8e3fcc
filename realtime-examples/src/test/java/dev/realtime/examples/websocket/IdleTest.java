package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a connection costs that only waits; docs/CONTAINERS.md has the figures. */
class IdleTest {
    private static final int CONNECTIONS = 1_000;

    /** Half as much again as the greediest, Tomcat, was measured to take by itself. */
    private static final int MAX_KIB = 150;

    private interface Opening {
        RawSocket open(int port, String query) throws IOException;
    }

    /** After the client has said a word, since some containers make buffers for it then. */
    @ContainerTest
    void a_thousand_idle_websockets_are_cheap(Container container) throws Exception {
        assertCheap(container, "WebSocket", (port, query) -> {
            RawSocket socket = RawSocket.open(port, query);
            socket.send("{\"op\":\"ping\",\"ref\":1}");
            socket.message();
            return socket;
        });
    }

    @ContainerTest
    void a_thousand_idle_streams_are_cheap(Container container) throws Exception {
        assertCheap(container, "SSE", (port, query) -> {
            RawSocket socket = new RawSocket(port);
            assertThat(socket.get("/realtime/sse?" + query)).isEqualTo(200);
            StringBuilder heartbeat = new StringBuilder();
            while (heartbeat.indexOf("id: ") < 0) {
                heartbeat.append((char) socket.in().read());
            }
            return socket;
        });
    }

    private static void assertCheap(Container container, String what, Opening opening) throws Exception {
        List<RawSocket> sockets = new ArrayList<>();
        try (ServerProcess server = new ServerProcess(container, "256m")) {
            open(server, opening, 50, sockets); // what is made once
            long heap = server.ask("heap");
            long direct = server.ask("direct");
            open(server, opening, CONNECTIONS, sockets);
            long heapEach = (server.ask("heap") - heap) / CONNECTIONS;
            long directEach = (server.ask("direct") - direct) / CONNECTIONS;
            System.err.printf(
                    "An idle %s on %s: %.1f KiB of heap, %.1f KiB direct%n",
                    what, container, heapEach / 1024.0, directEach / 1024.0);
            assertThat(server.ask("subscriptions")).isEqualTo(sockets.size());
            assertThat(heapEach + directEach).isLessThan(MAX_KIB << 10);
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void open(ServerProcess server, Opening opening, int count, List<RawSocket> sockets)
            throws Exception {
        for (int i = 0; i < count; i++) {
            sockets.add(opening.open(server.port(), "topic=idle/" + sockets.size()));
        }
    }
}
