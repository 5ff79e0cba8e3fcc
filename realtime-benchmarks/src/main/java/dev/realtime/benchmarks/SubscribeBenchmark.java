package dev.realtime.benchmarks;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A subscription that begins, waits and ends, beside others that wait for news of the same topic. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SubscribeBenchmark {
    @Param({"0", "100000"})
    int others;

    @Param({"orders/1", "orders/*"})
    String filter;

    private Notifier notifier;

    @Setup
    public void start() {
        notifier = Notifier.builder()
                .access(Access.denyAll())
                .maxSubscriptions(Integer.MAX_VALUE)
                .build();
        for (int i = 0; i < others; i++) {
            begin();
        }
    }

    private Subscription begin() {
        Subscription subscription = notifier.subscribe(SubscriptionRequest.to(filter));
        subscription.onAvailable(() -> {});
        return subscription;
    }

    @TearDown
    public void stop() {
        notifier.close();
    }

    @Benchmark
    public void beginAndEnd() {
        begin().close();
    }
}
