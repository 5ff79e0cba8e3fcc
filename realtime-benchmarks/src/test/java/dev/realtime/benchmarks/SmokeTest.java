package dev.realtime.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That every benchmark runs to its end; times are nobody's concern here. */
class SmokeTest {
    @Test
    void every_benchmark_runs() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .forks(0)
                        .warmupIterations(0)
                        .param("topics", "10")
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(50))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertThat(results.stream()
                        .map(result -> result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)", "$1"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "PublishBenchmark.publish",
                        "SubscribeBenchmark.beginAndEnd",
                        "NextBenchmark.next",
                        "DispatchBenchmark.publishAndAwait",
                        "EncodeBenchmark.payload",
                        "EncodeBenchmark.event",
                        "EncodeBenchmark.batchOfOne",
                        "EncodeBenchmark.batchOfHundred");
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
