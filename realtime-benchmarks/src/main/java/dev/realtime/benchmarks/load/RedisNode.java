package dev.realtime.benchmarks.load;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.redis.RedisEventLog;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A node in a process of its own: does what the lines of its standard input say, and answers each with a line. */
final class RedisNode implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 50_000;

    static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");

    private final String uri;
    private final RedisEventLog log;
    private final Notifier notifier;
    private final RedisClient client;
    private final StatefulRedisPubSubConnection<String, String> bare;
    private final Object lock = new Object();
    private Tally tally = new Tally(); // guarded by lock

    private RedisNode(String uri) {
        this.uri = uri;
        this.log = open(uri);
        this.notifier = Notifier.builder().log(log).access(Access.denyAll()).build();
        this.client = RedisClient.create(uri);
        this.bare = client.connectPubSub();
    }

    private static RedisEventLog open(String uri) {
        return RedisEventLog.builder()
                .uri(uri)
                .connectTimeout(Duration.ofSeconds(60))
                .connect();
    }

    public static void main(String[] args) throws IOException {
        Logger.getLogger("").setLevel(Level.OFF);
        try (RedisNode node = new RedisNode(args[0])) {
            System.out.println(0);
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                System.out.println(node.answer(words[0], words.length > 1 ? Integer.parseInt(words[1]) : 0));
            }
        }
    }

    private long answer(String word, int number) {
        return switch (word) {
            case "cpu" -> Itself.cpu();
            case "heap" -> Itself.heap();
            case "listen" -> listen();
            case "begin" -> begin();
            case "received" -> received(number);
            case "micros" -> micros(number / 1_000.0);
            case "at" -> at(number);
            case "load" -> load();
            case "subscribe" -> subscribe(number);
            default -> throw new IllegalArgumentException(word);
        };
    }

    /** To messages by both ways. */
    private long listen() {
        notifier.subscribe(
                Message.TOPIC, event -> take(Message.sentAt(event.data().toString())));
        bare.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                take(Message.sentAt(message));
            }
        });
        bare.sync().subscribe(Message.TOPIC);
        return 0;
    }

    private void take(long sentAt) {
        synchronized (lock) {
            tally.received(System.nanoTime() - sentAt);
        }
    }

    private long begin() {
        synchronized (lock) {
            tally = new Tally();
        }
        return 0;
    }

    /** How many have come, as soon as these have. */
    private long received(int expected) {
        await(() -> tallied() >= expected);
        return tallied();
    }

    private int tallied() {
        synchronized (lock) {
            return tally.received();
        }
    }

    private long micros(double share) {
        synchronized (lock) {
            return Math.round(tally.millis(share) * 1_000);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** The time at which this node's copy has come to a sequence, by {@link System#nanoTime}. */
    private long at(int sequence) {
        await(() -> log.head().sequence() >= sequence);
        if (log.head().sequence() < sequence) {
            throw new IllegalStateException("the node has come to " + log.head() + " only, not to " + sequence);
        }
        return System.nanoTime();
    }

    /** How long it takes another node to begin, in nanoseconds. */
    private long load() {
        long begun = System.nanoTime();
        RedisEventLog other = open(uri);
        long took = System.nanoTime() - begun;
        other.close();
        return took;
    }

    private long subscribe(int topics) {
        for (int i = 0; i < topics; i++) {
            notifier.subscribe("load/" + i, event -> {});
        }
        return topics;
    }

    @Override
    public void close() {
        notifier.close();
        log.close();
        bare.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
