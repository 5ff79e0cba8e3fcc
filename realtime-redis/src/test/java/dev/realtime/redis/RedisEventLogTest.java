package dev.realtime.redis;

import dev.realtime.log.EventLog;
import dev.realtime.log.Retention;
import dev.realtime.testkit.EventLogContract;
import dev.realtime.testkit.ManualTime;
import dev.realtime.testkit.redis.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisEventLogTest extends EventLogContract {
    private static RedisServer server;
    private int logs;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected EventLog open(Retention retention, ManualTime time) {
        return RedisEventLog.builder()
                .uri(server.uri())
                .prefix("log-" + ++logs + "-of-" + hashCode())
                .retention(retention)
                .ticker(time)
                .connect();
    }
}
