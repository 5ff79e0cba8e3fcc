package dev.realtime.benchmarks;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Batch;
import dev.realtime.log.Position;
import dev.realtime.wire.BatchJson;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From an application's object to the bytes that a client gets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {
    private final BatchJson json = new BatchJson();
    private final Price price = new Price("ACME", 101.25, 1_000);
    private Batch one;
    private Batch hundred;
    private long sequence = 1_000;

    /** What an application may publish. */
    public record Price(String symbol, double price, int volume) {}

    @Setup
    public void read() {
        one = batch(1);
        hundred = batch(100);
    }

    private static Batch batch(int events) {
        List<Event> all = LongStream.rangeClosed(1, events)
                .mapToObj(EncodeBenchmark::event)
                .toList();
        return new Batch(all, null, new Position(new Cursor(1, 0, events), 0));
    }

    private static Event event(long sequence) {
        return new Event(new Cursor(1, 0, sequence), new Topic("orders/1"), "message", Instant.EPOCH, Payloads.json());
    }

    /** A payload, once for each event. */
    @Benchmark
    public Json payload() {
        return Json.of(price);
    }

    /** An event in its wire format, once for all who read it. */
    @Benchmark
    public byte[] event() {
        return json.event(event(++sequence));
    }

    /** A batch of one event that others have read before, for each reader. */
    @Benchmark
    public byte[] batchOfOne() {
        return json.encode(one);
    }

    /** A batch of 100 such events. */
    @Benchmark
    public byte[] batchOfHundred() {
        return json.encode(hundred);
    }
}
