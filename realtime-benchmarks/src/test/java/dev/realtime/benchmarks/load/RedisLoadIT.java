package dev.realtime.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That each measure of a log on Redis runs to its end; times are nobody's concern here. */
class RedisLoadIT {
    @ParameterizedTest
    @ValueSource(strings = {"delivery", "publishing", "catch-up", "idle", "memory"})
    void a_log_on_redis_is_measured(String measure) throws IOException {
        List<String> small = List.of(
                "--pairs",
                "1",
                "--rate",
                "100",
                "--seconds",
                "1",
                "--events",
                "500",
                "--kept",
                "500",
                "--missed",
                "100,200",
                "--weighed",
                "10",
                "--topics",
                "50",
                "--idle-seconds",
                "1");
        assertThat(RedisLoad.measure(measure, Options.of(RedisLoad.DEFAULTS, small)))
                .allMatch(line -> !line.contains("NaN"))
                .hasSizeGreaterThan(1);
    }
}
