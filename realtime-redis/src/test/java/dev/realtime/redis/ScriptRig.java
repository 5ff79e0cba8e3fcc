package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.testkit.redis.RedisServer;
import dev.realtime.testkit.redis.RespClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A server whose scripts are called by a client that knows nothing of them. */
abstract class ScriptRig {
    static final String LOG = "{log}";
    private static RedisServer server;

    RespClient redis;
    private long number;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        redis = new RespClient(server.port());
        redis.send("FLUSHALL");
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    /** An append whose settings are of no matter unless they are changed. */
    final class Append {
        String node = "node";
        String key = "";
        String topic = "a";
        String data = "1";
        long maxEvents = 1_000;
        long maxBytes = 1 << 20;
        long maxAge = 600_000;
        boolean latestOnly;
        long maxTotal = 1 << 20;
        long maxFeed = 1 << 20;
        long keyAge = 300_000;
        long keysPerTopic = 100;
        long keysInAll = 1_000;

        Append to(String name) {
            topic = name;
            return this;
        }

        Append key(String idempotency) {
            key = idempotency;
            return this;
        }

        List<?> run() {
            return run(++number, 0);
        }

        List<?> run(long as, long before) {
            return (List<?>) eval(
                    Script.APPEND,
                    "-77",
                    node,
                    "" + as,
                    "" + before,
                    topic,
                    "message",
                    data,
                    key,
                    "" + maxEvents,
                    "" + maxBytes,
                    "" + maxAge,
                    latestOnly ? "1" : "0",
                    "" + maxTotal,
                    "" + maxFeed,
                    "" + keyAge,
                    "" + keysPerTopic,
                    "" + keysInAll);
        }
    }

    Append append() {
        return new Append();
    }

    Object eval(Script script, String... args) {
        List<String> words = new ArrayList<>(List.of("EVAL", script.text(), "1", LOG));
        words.addAll(List.of(args));
        return redis.send(words.toArray(String[]::new));
    }

    List<?> tend(String... seen) {
        List<String> args = new ArrayList<>(List.of("-77", "node", "3600000", "0", "0", "0", "512"));
        args.addAll(List.of(seen));
        return (List<?>) eval(Script.TEND, args.toArray(String[]::new));
    }

    List<?> tend() {
        return tend("0", "0");
    }

    List<String> ids(String key) {
        List<?> entries = (List<?>) redis.send("XRANGE", LOG + key, "-", "+");
        return entries.stream().map(entry -> (String) ((List<?>) entry).get(0)).toList();
    }

    static void assertAnswer(List<?> answer, String outcome, long sequence) {
        assertThat(answer.get(0)).isEqualTo(outcome);
        assertThat(answer.get(3)).isEqualTo(sequence);
    }
}
