package dev.realtime.examples.redis;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.transport.Clients;
import dev.realtime.examples.transport.ServedTransport;
import dev.realtime.log.EventLog;
import dev.realtime.log.Retention;
import dev.realtime.redis.RedisEventLog;
import dev.realtime.redis.RedisEventLogBuilder;
import dev.realtime.testkit.redis.RedisServer;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Every transport keeps the contract where the log is on Redis. */
class RedisTransportsTest {
    private static RedisServer redis;

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    abstract static class OnRedis extends ServedTransport {
        OnRedis(Clients transport) {
            super(Container.JETTY, transport);
        }

        @Override
        protected int bytesBetweenCuts() {
            return 7;
        }

        @Override
        protected EventLog open(Map<String, Retention> retention, InstantSource clock) {
            RedisEventLogBuilder log =
                    RedisEventLog.builder().uri(redis.uri()).prefix(getClass().getSimpleName());
            retention.forEach(log::retention);
            return log.connect();
        }
    }

    @Nested
    class Poll extends OnRedis {
        Poll() {
            super(Clients.POLL);
        }
    }

    @Nested
    class LongPoll extends OnRedis {
        LongPoll() {
            super(Clients.LONG_POLL);
        }
    }

    @Nested
    class Sse extends OnRedis {
        Sse() {
            super(Clients.SSE);
        }
    }

    @Nested
    class WebSocket extends OnRedis {
        WebSocket() {
            super(Clients.WEB_SOCKET);
        }
    }

    @Nested
    class Stomp extends OnRedis {
        Stomp() {
            super(Clients.STOMP);
        }
    }
}
