package dev.realtime.examples.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.container.EmbeddedServer;
import java.util.Map;

/**
 * What the embedded containers do with a write that comes too late, as docs/CONTAINERS.md tells. That one of them gives it to the
 * next client of the connection is why {@code AsyncOutput} lets none happen.
 */
class LateWritesTest {
    @ContainerTest
    void reach_the_next_client_of_the_connection_on_jetty_and_nobody_elsewhere(Container container) throws Exception {
        try (EmbeddedServer server = container.start(0, new BareApplication())) {
            Map<String, String> told = new BareProbe(server.port(), "").lateWrites();
            told.forEach((what, came) -> System.err.printf("%s | %s | %s%n", container, what, came));
            String same = container == Container.JETTY ? "seen" : "no";
            assertThat(told)
                    .containsEntry("reaches another after complete()", same + " on its connection, no on another")
                    .containsEntry("reaches another after a timeout", "no on its connection, no on another");
        }
    }
}
