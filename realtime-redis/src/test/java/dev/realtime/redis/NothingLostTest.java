package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.log.Appended;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.log.LogWatcher;
import dev.realtime.testkit.redis.RedisServer;
import dev.realtime.testkit.redis.RespClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Faults over which nothing that was acknowledged is lost, nor anything repeated, and of which no reader is told. */
class NothingLostTest extends TwoNodes {
    @Test
    void a_server_that_is_killed_and_started_again() {
        begin(ALWAYS);
        List<CompletableFuture<Appended>> appended = new ArrayList<>(appendAll(node, 0, 800));
        get(appended.get(200));
        server.kill9();
        appended.addAll(appendAll(node, 800, 1_000));
        server.restart();
        getAll(appended);
        assertThat(Reader.of(node).read()).isEqualTo(numbers(0, 1_000));
        assertThat(reader.readTo("999")).isEqualTo(numbers(0, 1_000));
    }

    @Test
    void connections_that_are_killed() {
        begin();
        List<CompletableFuture<Appended>> appended = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            appended.addAll(appendAll(node, round * 100, round * 100 + 100));
            get(appended.get(round * 100 + 10));
            server.command("CLIENT", "KILL", "TYPE", "normal");
            reader.read();
        }
        getAll(appended);
        assertThat(reader.readTo("1999")).isEqualTo(numbers(0, 2_000));
    }

    @Test
    void scripts_that_are_flushed() {
        begin();
        List<CompletableFuture<Appended>> appended = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            appended.addAll(appendAll(node, round * 100, round * 100 + 100));
            get(appended.get(round * 100));
            server.command("SCRIPT", "FLUSH");
        }
        getAll(appended);
        assertThat(Reader.of(node).read()).isEqualTo(numbers(0, 1_000));
    }

    @Test
    void a_server_that_does_nothing_until_it_is_given_up() {
        begin();
        get(append(node, 0));
        List<String> lost = new CopyOnWriteArrayList<>();
        node.watch(new LogWatcher() {
            @Override
            public void lost(String why) {
                lost.add(why);
            }
        });
        server.pause();
        List<CompletableFuture<Appended>> appended = appendAll(node, 1, 900);
        CompletableFuture<Void> unreachable = node.reach(node.head().at(5)).toCompletableFuture();
        // It fails after three seconds, as connections are given up.
        assertThat(failure(unreachable).outcome()).isEqualTo(Outcome.NOT_STORED);
        assertThat(Reader.of(node).read()).as("reading goes on").containsExactly("0");
        Reader.await(() -> lost.stream().anyMatch(why -> why.contains("has not answered within PT3S")), "given up");
        server.resume();
        getAll(appended);
        assertThat(Reader.of(node).read()).isEqualTo(numbers(0, 900));
    }

    @Test
    void an_append_that_is_late_says_what_is_known_of_it() {
        begin();
        RedisEventLog hasty = node(RedisEventLog.builder().uri(server.uri()).appendTimeout(Duration.ofMillis(300)));
        get(append(hasty, "before"));
        server.pause();
        List<CompletableFuture<Appended>> late = appendAll(hasty, 0, Appends.WINDOW + 100);
        List<LogUnavailableException> failures =
                late.stream().map(RedisRig::failure).toList();
        assertThat(failures.subList(0, Appends.WINDOW))
                .allMatch(failure -> failure.outcome() == Outcome.UNKNOWN)
                .allMatch(failure -> failure.getMessage().startsWith("it may have been stored"));
        assertThat(failures.subList(Appends.WINDOW, late.size()))
                .allMatch(failure -> failure.outcome() == Outcome.NOT_STORED)
                .allMatch(failure -> failure.getMessage().startsWith("not stored"));
        server.resume();
        get(append(node, "after"));
        List<String> stored = new ArrayList<>(reader.readTo("\"after\""));
        stored.removeAll(List.of("\"before\"", "\"after\""));
        assertThat(new HashSet<>(stored)).as("none twice").hasSameSizeAs(stored);
        assertThat(numbers(0, Appends.WINDOW)).containsAll(stored);
    }

    @Test
    void what_was_missed_of_the_feed_is_loaded() {
        begin();
        get(append(node, 0));
        reader.readTo("0");
        List<String> feeds = feeds(server);
        try (RespClient client = new RespClient(server.port())) {
            client.send("MULTI");
            AppendByHand.run(client, "{realtime}", 1);
            client.send("XTRIM", "{realtime}:feed", "MAXLEN", "0");
            AppendByHand.run(client, "{realtime}", 2);
            client.send("EXEC");
        }
        assertThat(reader.readTo("2")).containsExactly("0", "1", "2");
        assertThat(Reader.of(node).readTo("2")).containsExactly("0", "1", "2");
        assertThat(feeds(server))
                .as("at once, not when the feed was seen to stand still")
                .isEqualTo(feeds);
    }

    /** The connections on which nodes follow the feed. */
    private static List<String> feeds(RedisServer server) {
        List<String> following = new ArrayList<>();
        Reader.await(
                () -> {
                    following.clear();
                    for (String line :
                            server.command("CLIENT", "LIST").toString().split("\n")) {
                        if (line.contains("cmd=xread")) {
                            following.add(line.substring(0, line.indexOf(' ')));
                        }
                    }
                    return following.size() == 2;
                },
                "two nodes that follow");
        return following;
    }

    @Test
    void a_client_that_hops_to_a_node_that_is_behind() {
        begin();
        reader = Reader.of(node);
        for (int i = 0; i < 200; i++) {
            get(append(i % 2 == 0 ? node : other, i));
            reader.readTo("" + i);
            reader.hop(i % 2 == 0 ? other : node);
        }
        assertThat(reader.read()).isEqualTo(numbers(0, 200));
    }
}
