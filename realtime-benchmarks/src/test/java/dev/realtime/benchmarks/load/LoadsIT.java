package dev.realtime.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That each load runs to its end and everything arrives; times are nobody's concern here. */
class LoadsIT {
    private static final Load SMALL = new Load(5, 100, 20);

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "tomcat", "undertow"})
    void every_message_reaches_every_client_once_and_in_order(String container) throws IOException {
        try (ServerProcess server = new ServerProcess(container, 0)) {
            for (Contest contest : Contest.values()) {
                assertComplete(Run.of(server, contest.beside(), SMALL));
                assertComplete(Run.of(server, contest.measured(), SMALL));
            }
        }
    }

    private static void assertComplete(Run run) {
        assertThat(run.tally().received()).as(run.toString()).isEqualTo(SMALL.clients() * SMALL.messages());
        assertThat(run.lost()).as(run.toString()).isZero();
        assertThat(run.tally().repeated()).as(run.toString()).isZero();
        assertThat(run.tally().skipped()).as(run.toString()).isZero();
        assertThat(run.cpuMicros()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Contest.class)
    void pairs_are_compared(Contest contest) throws IOException {
        try (ServerProcess server = new ServerProcess("jetty", 1)) {
            Comparison comparison = FanOut.compare(server, contest, SMALL, 0, 1);
            assertThat(comparison.pairs()).hasSize(1);
            assertThat(comparison).asString().contains("ratio of CPU time: median ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "tomcat", "undertow"})
    void what_has_been_is_replayed_whole(String container) throws IOException {
        try (ServerProcess server = new ServerProcess(container, 0)) {
            for (Contest contest : List.of(Contest.SSE, Contest.WS)) {
                assertThat(Replays.compare(server, contest, 5, 1_000, 0, 1).pairs())
                        .hasSize(1);
            }
        }
    }

    @Test
    void who_is_there_is_read_while_others_come_back() throws IOException {
        try (ServerProcess server = new ServerProcess("jetty", 0)) {
            server.history(100);
            Tally alone = Replays.live(server, Contest.SSE.measured(), 2, 0, 100, 1);
            assertThat(alone.received()).isEqualTo(200);
            Tally meanwhile = Replays.live(server, Contest.SSE.measured(), 2, 3, 100, 1);
            assertThat(meanwhile.received()).isLessThanOrEqualTo(200);
            assertThat(alone.skipped() + meanwhile.skipped()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "tomcat", "undertow"})
    void every_post_is_answered(String container) throws IOException {
        assertThat(Posts.compare(container, 3, 20, 0, 1).pairs()).hasSize(1);
    }

    @Test
    void healthy_clients_get_all_while_others_do_not_read() throws IOException {
        Options options = Options.of(
                Unread.DEFAULTS, List.of("--unread", "10", "--healthy", "3", "--seconds", "1", "--letting-go", "1"));
        List<Unread.Phase> phases = new ArrayList<>();
        Unread.measure(lean("jetty"), Contest.SSE.measured(), options, phases::add);
        assertThat(phases).hasSize(4).allMatch(phase -> phase.lost() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "tomcat", "undertow"})
    void idle_connections_are_weighed(String container) throws IOException {
        assertThat(Idle.measure(lean(container), Contest.SSE.measured(), 10))
                .asString()
                .startsWith("OURS SSE");
    }

    @ParameterizedTest
    @EnumSource(names = {"SSE", "WS"})
    void lean_settings_make_a_connection_cost_less_on_tomcat(Contest contest) throws IOException {
        Setup defaults = Setup.named("tomcat", "defaults", Setup.HEAP_MIB);
        double heap = Idle.measure(defaults, contest.beside(), 200).heapKilobytes();
        assertThat(Idle.measure(lean("tomcat"), contest.beside(), 200).heapKilobytes())
                .isLessThan(heap * 0.8);
    }

    private static Setup lean(String container) {
        return Setup.named(container, "lean", Setup.HEAP_MIB);
    }
}
