package dev.realtime.redis;

import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Appended;
import dev.realtime.log.Draft;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Servers and nodes that are closed after a test. */
@Timeout(60)
abstract class RedisRig {
    /** Options of a server that has each append on its disk before it answers. */
    static final String[] ALWAYS = {"--appendonly", "yes", "--appendfsync", "always"};

    /** Of one that writes once a second. */
    static final String[] EVERYSEC = {"--appendonly", "yes", "--appendfsync", "everysec"};

    private final List<RedisEventLog> nodes = new ArrayList<>();
    private final List<RedisServer> servers = new ArrayList<>();

    @AfterEach
    void closeAll() {
        nodes.forEach(RedisEventLog::close);
        servers.forEach(RedisServer::close);
    }

    RedisServer server(String... options) {
        return keep(RedisServer.start(options));
    }

    RedisServer keep(RedisServer server) {
        servers.add(server);
        return server;
    }

    RedisEventLog node(RedisServer server) {
        return node(RedisEventLog.builder().uri(server.uri()).appendTimeout(Duration.ofSeconds(20)));
    }

    RedisEventLog node(RedisEventLogBuilder settings) {
        RedisEventLog log = settings.connect();
        nodes.add(log);
        return log;
    }

    static CompletableFuture<Appended> append(RedisEventLog log, Object data) {
        return append(log, "t", data);
    }

    static CompletableFuture<Appended> append(RedisEventLog log, String topic, Object data) {
        return log.append(new Draft(new Topic(topic), "message", Json.of(data), null))
                .toCompletableFuture();
    }

    /** Begins to append the numbers in between, the second not among them. */
    static List<CompletableFuture<Appended>> appendAll(RedisEventLog log, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> append(log, i)).toList();
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed", e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void getAll(List<CompletableFuture<Appended>> all) {
        all.forEach(RedisRig::get);
    }

    /** What an append is refused with. */
    static LogUnavailableException failure(CompletableFuture<?> future) {
        try {
            throw new AssertionError("did not fail: " + future.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LogUnavailableException unavailable) {
                return unavailable;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
