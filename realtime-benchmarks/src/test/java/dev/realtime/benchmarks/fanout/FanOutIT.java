package dev.realtime.benchmarks.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the load runs to its end and everything arrives; times are nobody's concern here. */
class FanOutIT {
    @ParameterizedTest
    @CsvSource({"jetty,SSE", "jetty,WS", "tomcat,SSE", "tomcat,WS", "undertow,SSE", "undertow,WS"})
    void every_message_reaches_every_client_once_and_in_order(String container, Transport transport)
            throws IOException {
        Comparison comparison = FanOut.compare(container, 1, transport, new Load(5, 100, 20), 1);
        assertThat(comparison.pairs()).hasSize(1);
        assertComplete(comparison.pairs().get(0).floor());
        assertComplete(comparison.pairs().get(0).ours());
        assertThat(comparison).asString().contains("ratio of CPU time: median ");
    }

    private static void assertComplete(Run run) {
        assertThat(run.tally().received()).as(run.toString()).isEqualTo(5 * 20);
        assertThat(run.lost()).as(run.toString()).isZero();
        assertThat(run.tally().repeated()).as(run.toString()).isZero();
        assertThat(run.tally().skipped()).as(run.toString()).isZero();
        assertThat(run.cpuMicros()).isPositive();
    }
}
