package dev.realtime.examples.redis;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.examples.transport.Server;
import dev.realtime.log.Retention;
import dev.realtime.redis.RedisEventLog;
import dev.realtime.testkit.redis.RedisServer;
import java.time.Duration;

/** An application that serves all transports from a log on Redis. */
final class Node implements AutoCloseable {
    /** Longer than Redis is away in any test. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final RedisEventLog log;
    final Notifier notifier;
    final int port;
    private final EmbeddedServer server;

    Node(RedisServer redis, int maxEvents) {
        log = RedisEventLog.builder()
                .uri(redis.uri())
                .retention(Retention.DEFAULT.withMaxEvents(maxEvents))
                .appendTimeout(PATIENCE)
                .connect();
        notifier = Notifier.builder()
                .log(log)
                .access(Access.allowSubscribe("**"))
                .maxPublishWait(PATIENCE)
                .build();
        server = Server.start(Container.JETTY, notifier);
        port = server.port();
    }

    @Override
    public void close() {
        notifier.close();
        server.close();
        log.close();
    }
}
