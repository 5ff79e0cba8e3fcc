package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.log.Appended;
import dev.realtime.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SentinelTest extends RedisRig {
    @Test
    void a_failover_to_a_replica_that_has_all_loses_and_repeats_nothing() {
        RedisServer master = server();
        RedisServer replica = server("--replicaof", "127.0.0.1 " + master.port());
        replica.awaitSaid("Finished with success");
        RedisServer sentinel = keep(RedisServer.sentinel(master));
        Reader.await(
                () -> !((List<?>) sentinel.command("SENTINEL", "REPLICAS", "main")).isEmpty(), "the replica is known");
        RedisEventLogBuilder settings = RedisEventLog.builder()
                .uri("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#main")
                .appendTimeout(Duration.ofSeconds(20));
        RedisEventLog node = node(settings);
        RedisEventLog other = node(settings);
        Reader reader = Reader.of(other);
        List<CompletableFuture<Appended>> appended = new ArrayList<>(appendAll(node, 0, 100));
        getAll(appended);
        Reader.await(() -> "100".equals(replica.command("HGET", "{realtime}", "head")), "replicated");
        master.kill9();
        appended.addAll(appendAll(node, 100, 200));
        getAll(appended);
        assertThat(reader.readTo("199")).isEqualTo(numbers(0, 200));
        assertThat(replica.command("HGET", "{realtime}", "generation"))
                .as("on the replica")
                .isEqualTo("1");
    }
}
