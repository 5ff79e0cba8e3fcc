package dev.realtime.examples.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every transport plays every scenario that the JavaScript client plays, too. */
@Timeout(120)
class ScenariosTest {
    private static final AtomicInteger PLAYED = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> each_transport_plays_each_scenario() throws IOException {
        List<Scenario> all = Scenario.all();
        return Stream.of(Clients.values())
                .flatMap(transport -> all.stream()
                        .map(scenario -> DynamicTest.dynamicTest(
                                transport + ": " + scenario.name(), () -> play(scenario, transport))));
    }

    private static void play(Scenario scenario, Clients transport) throws IOException {
        PLAYED.incrementAndGet();
        try (ScenarioRun run = new ScenarioRun(scenario, transport)) {
            run.play();
        }
    }

    @AfterAll
    static void all_of_them_were_played() throws IOException {
        assertThat(PLAYED).hasValue(Scenario.all().size() * Clients.values().length);
    }
}
