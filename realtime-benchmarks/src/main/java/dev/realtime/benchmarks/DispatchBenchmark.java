package dev.realtime.benchmarks;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Json;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

/** One event until each subscriber of its topic has been woken, has read it, and waits again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchBenchmark {
    @Param({"1", "1000"})
    int subscribers;

    @Param({"orders/1", "orders/*"})
    String filter;

    private final Json payload = Payloads.json();
    private final AtomicInteger missing = new AtomicInteger();
    private Notifier notifier;

    @Setup
    public void start() {
        notifier = Notifier.builder().access(Access.denyAll()).build();
        for (int i = 0; i < subscribers; i++) {
            read(notifier.subscribe(SubscriptionRequest.to(filter)));
        }
    }

    /** A signal may be for nothing, so that what counts is what was read. */
    private void read(Subscription subscription) {
        int events = subscription.next(256).events().size();
        if (subscription.closed() == null) { // else there is always news, of its end
            subscription.onAvailable(() -> read(subscription));
        }
        missing.addAndGet(-events);
    }

    @TearDown
    public void stop() {
        notifier.close();
    }

    @Benchmark
    public void publishAndAwait() {
        missing.set(subscribers);
        notifier.publish("orders/1", payload);
        while (missing.get() > 0) {
            Thread.onSpinWait();
        }
    }
}
