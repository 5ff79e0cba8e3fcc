package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Appended;
import dev.realtime.log.Draft;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What Redis, or the log before it, does not take; and who may use it. */
class RefusalTest extends RedisRig {
    @Test
    void a_full_memory_refuses_what_comes_and_keeps_what_is_there() {
        RedisServer server = server();
        RedisEventLog node = node(server);
        getAll(appendAll(node, 0, 5));
        server.command("CONFIG", "SET", "maxmemory", "1");
        CompletableFuture<Appended> refused = append(node, "refused");
        List<CompletableFuture<Appended>> behind = appendAll(node, 100, 110);
        LogUnavailableException failure = failure(refused);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_STORED);
        assertThat(failure)
                .hasMessageStartingWith("Redis refuses to store it: ")
                .hasMessageContaining("OOM command not allowed when used memory");
        assertThat(behind).allMatch(each -> failure(each).outcome() == Outcome.NOT_STORED);
        RedisEventLog late = node(server);
        assertThat(Reader.of(late).read()).as("a node that begins meanwhile").isEqualTo(numbers(0, 5));
        server.command("CONFIG", "SET", "maxmemory", "0");
        get(append(node, "taken"));
        assertThat(Reader.of(late).readTo("\"taken\"")).containsExactly("0", "1", "2", "3", "4", "\"taken\"");
    }

    @Test
    void a_server_that_lacks_replicas_refuses_with_its_reason() {
        RedisServer server = server();
        RedisEventLog node = node(RedisEventLog.builder().uri(server.uri()).appendTimeout(Duration.ofMillis(500)));
        server.command("CONFIG", "SET", "min-replicas-to-write", "1");
        LogUnavailableException failure = failure(append(node, 1));
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_STORED);
        assertThat(failure).hasMessageContaining("NOREPLICAS");
    }

    @Test
    void a_server_that_lets_go_of_keys_is_none_for_a_log() {
        RedisServer server = server("--maxmemory-policy", "allkeys-lru");
        assertThatThrownBy(() -> node(server))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("maxmemory-policy must be noeviction")
                .hasMessageEndingWith("allkeys-lru");
    }

    @Test
    void more_appends_than_may_wait_are_refused_at_once() {
        RedisServer server = server();
        RedisEventLog node = node(RedisEventLog.builder().uri(server.uri()).maxPending(10));
        RedisEventLog small = node(RedisEventLog.builder().uri(server.uri()).maxPendingBytes(10));
        server.pause();
        List<CompletableFuture<Appended>> waiting = appendAll(node, 0, 10);
        assertThat(failure(append(node, 10)))
                .hasMessage(
                        "not stored: Redis does not take appends as fast as they come, beyond the maxPending of 10 appends")
                .extracting(LogUnavailableException::outcome)
                .isEqualTo(Outcome.NOT_STORED);
        CompletableFuture<Appended> first = append(small, "12345");
        assertThat(failure(append(small, "12345"))).hasMessageEndingWith("beyond the maxPendingBytes of 10");
        server.resume();
        getAll(waiting);
        get(first);
        get(append(node, 11));
        get(append(small, "12345"));
    }

    @Test
    void an_event_beyond_the_bound_of_all_is_refused() {
        RedisServer server = server();
        RedisEventLog node = node(RedisEventLog.builder().uri(server.uri()).maxTotalBytes(10_000));
        assertThat(append(node, "x".repeat(5_000)))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessageStartingWith("an event must fit the log's maxTotalBytes of 10000 with its overhead: ");
    }

    @Test
    void prefixes_are_logs_of_their_own() {
        RedisServer server = server();
        RedisEventLog one = node(RedisEventLog.builder().uri(server.uri()).prefix("one"));
        RedisEventLog two = node(RedisEventLog.builder().uri(server.uri()).prefix("two"));
        get(append(one, 1));
        get(append(two, 2));
        assertThat(Reader.of(one).read()).containsExactly("1");
        assertThat(Reader.of(two).read()).containsExactly("2");
        assertThat((List<?>) server.command("KEYS", "*"))
                .isNotEmpty()
                .allMatch(key -> key.toString().matches("\\{(one|two)}.*"));
    }

    @Test
    void a_user_who_may_do_no_more_than_docs_say() {
        RedisServer server = server();
        server.command(RedisAcl.setUser("app", "secret", "realtime"));
        RedisEventLog node = node(RedisEventLog.builder().uri("redis://app:secret@127.0.0.1:" + server.port()));
        CompletableFuture<Appended> keyed = node.append(new Draft(new Topic("a"), "message", Json.of(1), "key"))
                .toCompletableFuture();
        get(keyed);
        get(append(node, 2));
        assertThat(Reader.of(node).read()).containsExactly("1", "2");
    }

    @Test
    void a_wrong_password_is_said_and_not_repeated() {
        RedisServer server = server("--requirepass", "right");
        RedisEventLogBuilder settings = RedisEventLog.builder()
                .uri("redis://:wrong@127.0.0.1:" + server.port())
                .connectTimeout(Duration.ofSeconds(3));
        assertThatThrownBy(() -> node(settings))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageStartingWith("the log in Redis could not be loaded within the connectTimeout of PT3S: ")
                .hasMessageContaining("WRONGPASS")
                .hasMessageNotContaining("wrong@");
    }

    @Test
    void what_is_no_address_or_no_prefix_breaks_a_rule() {
        RedisEventLogBuilder settings = RedisEventLog.builder();
        assertThatThrownBy(() -> settings.uri("http://user:secret@host"))
                .hasMessage("uri must be one of redis://, rediss://, redis-sentinel:// in Lettuce's syntax");
        assertThatThrownBy(() -> settings.prefix("a{b"))
                .hasMessage("prefix must be 1 or more characters without '{' and '}': a{b");
        assertThatThrownBy(() -> settings.maxPending(0)).hasMessage("maxPending must be 1 or more: 0");
        assertThatThrownBy(() -> settings.appendTimeout(Duration.ZERO))
                .hasMessage("appendTimeout must be positive: PT0S");
    }
}
