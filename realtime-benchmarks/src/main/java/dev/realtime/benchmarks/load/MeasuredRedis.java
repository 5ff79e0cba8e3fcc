package dev.realtime.benchmarks.load;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.Publication;
import dev.realtime.redis.RedisEventLog;
import dev.realtime.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A server of a measurement's own, without files, with a node in this process and a bare client beside it. */
final class MeasuredRedis implements AutoCloseable {
    /** As many as the library has on their way at most. */
    private static final int WINDOW = 512;

    final RedisServer server = RedisServer.start();
    final RedisEventLog log;
    final Notifier notifier;
    private final RedisClient client = RedisClient.create(server.uri());
    final StatefulRedisConnection<String, String> bare = client.connect();

    MeasuredRedis() {
        log = RedisEventLog.builder().uri(server.uri()).connect();
        notifier = Notifier.builder().log(log).access(Access.denyAll()).build();
    }

    CompletionStage<?> publish(String topic, int number) {
        return notifier.publishAsync(Publication.of(topic, Message.of(number, Message.BYTES)));
    }

    CompletionStage<?> publishBare(int number) {
        return bare.async()
                .publish(Message.TOPIC, Message.of(number, Message.BYTES).toString());
    }

    /** Sends so many, of which a bounded number is under way; what is to be flushed is, where no more may be sent. */
    static void pipelined(int count, IntFunction<CompletionStage<?>> send, Runnable flush) {
        Semaphore window = new Semaphore(WINDOW);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        for (int i = 0; i < count; i++) {
            if (!window.tryAcquire()) {
                flush.run();
                window.acquireUninterruptibly();
            }
            send.apply(i).whenComplete((answer, failure) -> {
                if (failure != null) {
                    failed.set(failure);
                }
                window.release();
            });
        }
        flush.run();
        window.acquireUninterruptibly(WINDOW);
        Throwable failure = failed.get();
        if (failure != null) {
            throw new IllegalStateException("not all was stored", failure);
        }
    }

    /** Publishes so many, to so many topics in turn. */
    void fill(int events, int topics) {
        pipelined(events, i -> publish("load/" + i % topics, i), () -> {});
    }

    /** Redis's CPU time so far, in microseconds. */
    double cpuMicros() {
        return (info("cpu", "used_cpu_sys") + info("cpu", "used_cpu_user")) * 1_000_000;
    }

    /** What Redis has allocated, in bytes. */
    double usedMemory() {
        return info("memory", "used_memory");
    }

    /** What a key holds of it, to the last of its parts. */
    double memoryOf(String key) {
        return Double.parseDouble(String.valueOf(server.command("MEMORY", "USAGE", key, "SAMPLES", "0")));
    }

    private double info(String section, String field) {
        return String.valueOf(server.command("INFO", section))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToDouble(line -> Double.parseDouble(line.substring(field.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Ends this process's node and client, so that they cost Redis nothing more. */
    void leave() {
        notifier.close();
        log.close();
        if (bare.isOpen()) {
            bare.close();
        }
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        leave();
        server.close();
    }
}
