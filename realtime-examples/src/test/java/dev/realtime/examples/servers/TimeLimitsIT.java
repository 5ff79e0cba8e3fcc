package dev.realtime.examples.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.container.EmbeddedServer;
import java.util.Map;

/** Which of the embedded containers end a write that is stuck by themselves, as docs/CONTAINERS.md tells. Only with {@code -Pcontainers}. */
class TimeLimitsIT {
    @ContainerTest
    void are_told(Container container) throws Exception {
        try (EmbeddedServer server = container.start(0, new BareApplication())) {
            Map<String, String> told = new BareProbe(server.port(), "").timeLimits();
            told.forEach((what, came) -> System.err.printf("%s | %s | %s%n", container, what, came));
            assertThat(told).hasSize(2);
        }
    }
}
