package dev.realtime.benchmarks;

import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.Draft;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The read behind a subscription's {@code next}, of one of 1,000 topics or of all of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NextBenchmark {
    private static final int LIMIT = 256;

    @Param({"orders/0/0", "**"})
    String filter;

    /** How many events the reader is behind. */
    @Param({"0", "1", "100"})
    int behind;

    private InMemoryEventLog log;
    private List<TopicFilter> filters;
    private From place;

    @Setup
    public void fill() {
        log = InMemoryEventLog.create();
        filters = List.of(TopicFilter.of(filter));
        for (int i = 0; i < 200; i++) {
            for (String name : Payloads.topics(1_000)) {
                Draft draft = new Draft(new Topic(name), Event.DEFAULT_TYPE, Payloads.json(), null);
                log.append(draft).toCompletableFuture().join();
            }
        }
        place = new From.After(log.locate(filters, From.last(behind)));
    }

    @Benchmark
    public Batch next() {
        return log.readNow(filters, place, LIMIT);
    }
}
