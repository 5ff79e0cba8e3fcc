package dev.realtime.benchmarks;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.log.InMemoryEventLog;
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

/**
 * An append as applications make it: {@code publish} of an encoded payload, round robin over the topics, into a log that
 * is full, so that every append also evicts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PublishBenchmark {
    /** Room for a few events of each of 100,000 topics. */
    private static final long MAX_TOTAL_BYTES = 256L << 20;

    @Param({"1", "1000", "100000"})
    int topics;

    /** How many wait for news of each topic. */
    @Param("0")
    int subscribers;

    private final Json payload = Payloads.json();
    private Notifier notifier;
    private String[] names;
    private int next;

    @Setup
    public void start() {
        notifier = Notifier.builder()
                .log(InMemoryEventLog.builder().maxTotalBytes(MAX_TOTAL_BYTES).build())
                .access(Access.denyAll())
                .maxSubscriptions(Integer.MAX_VALUE)
                .build();
        names = Payloads.topics(topics);
        for (String name : names) {
            for (int i = 0; i < subscribers; i++) {
                wait(notifier.subscribe(SubscriptionRequest.to(name)));
            }
        }
    }

    /** As a connection does that has nothing to write to: it takes what there is, and waits for more. */
    private static void wait(Subscription subscription) {
        subscription.onAvailable(() -> {
            subscription.next(256);
            if (subscription.closed() == null) { // else there is always news, of its end
                wait(subscription);
            }
        });
    }

    @TearDown
    public void stop() {
        notifier.close();
    }

    @Benchmark
    public Event publish() {
        String name = names[next];
        next = next + 1 == names.length ? 0 : next + 1;
        return notifier.publish(name, payload);
    }
}
