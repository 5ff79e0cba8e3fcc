package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.log.Appended;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.Retention;
import dev.realtime.testkit.redis.RedisServer;
import dev.realtime.testkit.redis.RespClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Faults by which a server loses what it had acknowledged: every reader is told, and misses nothing that comes afterwards. */
class LossToldTest extends TwoNodes {
    @Test
    void a_flushed_database_is_another_log() {
        begin();
        Reader here = Reader.of(node);
        getAll(appendAll(node, 0, 10));
        here.readTo("9");
        reader.readTo("9");
        server.command("FLUSHALL");
        get(append(node, "after"));
        assertThat(here.readTo("\"after\"").subList(10, 12)).containsExactly("gap epoch", "\"after\"");
        assertThat(reader.readTo("\"after\"").subList(10, 12)).containsExactly("gap epoch", "\"after\"");
    }

    @Test
    void a_log_that_has_soon_come_further_is_not_taken_for_the_one_before_the_flush() {
        begin();
        getAll(appendAll(node, 0, 3));
        reader.readTo("2");
        try (RespClient hand = new RespClient(server.port())) {
            hand.send("MULTI");
            hand.send("FLUSHALL");
            for (int i = 10; i < 16; i++) {
                AppendByHand.run(hand, "{realtime}", i);
            }
            hand.send("EXEC");
        }
        assertThat(reader.readTo("15").subList(3, 10)).containsExactly("gap epoch", "10", "11", "12", "13", "14", "15");
    }

    @Test
    void a_server_that_keeps_nothing_is_another_log_when_it_is_started_again() {
        begin();
        getAll(appendAll(node, 0, 10));
        reader.readTo("9");
        server.kill9();
        server.restart();
        get(append(node, "after"));
        assertThat(reader.readTo("\"after\"").subList(10, 12)).containsExactly("gap epoch", "\"after\"");
    }

    @Test
    void a_cut_tail_is_a_rollback_and_what_comes_after_it_is_not_skipped() {
        begin(ALWAYS);
        getAll(appendAll(node, 0, 5));
        long size = server.written();
        getAll(appendAll(node, 5, 10));
        reader.readTo("9");
        Cursor lost = node.head();
        server.restartWith(size + 20); // in the middle of the sixth
        getAll(appendAll(node, 100, 103));
        assertThat(reader.readTo("102").subList(10, 14)).containsExactly("gap rollback", "100", "101", "102");
        RedisEventLog fresh = node(server);
        assertThat(Reader.after(fresh, lost).read()).containsExactly("gap rollback", "100", "101", "102");
        assertThat(Reader.after(fresh, lost.at(5)).read())
                .as("it was behind the loss, of which the nodes knew")
                .containsExactly("gap evicted", "100", "101", "102");
        assertThat(Reader.of(fresh).read()).containsExactly("0", "1", "2", "3", "4", "100", "101", "102");
    }

    @Test
    void two_cuts_in_a_row_are_two_rollbacks_though_the_second_takes_back_the_mark_of_the_first() {
        begin(ALWAYS);
        getAll(appendAll(node, 0, 5));
        long size = server.written();
        getAll(appendAll(node, 5, 10));
        reader.readTo("9");
        server.kill9();
        server.restart(); // nothing is lost, and the generation that begins is
        getAll(appendAll(node, 10, 15));
        reader.readTo("14");
        server.restartWith(size);
        getAll(appendAll(node, 100, 120));
        assertThat(reader.readTo("119").subList(15, 36))
                .startsWith("gap rollback", "100")
                .endsWith("118", "119");
        assertThat(reader.read()).hasSize(36);
    }

    @Test
    void a_node_that_begins_later_tells_of_what_retention_had_let_go_of() {
        server = server();
        Retention few = Retention.DEFAULT.withMaxEvents(3);
        node = node(RedisEventLog.builder().uri(server.uri()).retention(few));
        get(append(node, "quiet", "quiet"));
        getAll(appendAll(node, 0, 10));
        RedisEventLog late = node(RedisEventLog.builder().uri(server.uri()).retention(few));
        assertThat(Reader.after(late, node.head().at(7)).read()).containsExactly("gap evicted", "7", "8", "9");
        assertThat(Reader.after(late, node.head().at(8)).read()).containsExactly("7", "8", "9");
        assertThat(Reader.of(late).read()).containsExactly("\"quiet\"", "7", "8", "9");
    }

    @Test
    void a_stale_replica_that_is_promoted_is_a_rollback() {
        RedisServer master = server();
        RedisServer replica = server("--replicaof", "127.0.0.1 " + master.port());
        replica.awaitSaid("Finished with success");
        node = node(master);
        reader = Reader.of(node);
        getAll(appendAll(node, 0, 5));
        Reader.await(() -> "5".equals(replica.command("HGET", "{realtime}", "head")), "replicated");
        replica.command("REPLICAOF", "127.0.0.1", "1");
        getAll(appendAll(node, 5, 10));
        reader.readTo("9");
        master.kill9();
        replica.command("REPLICAOF", "NO", "ONE");
        replica.command("CONFIG", "SET", "port", "" + master.port());
        getAll(appendAll(node, 100, 103));
        assertThat(reader.readTo("102").subList(10, 14)).containsExactly("gap rollback", "100", "101", "102");
    }

    /** With {@code everysec} Redis puts off writes while the disk is busy, and then even a killed process has lost some. */
    @Test
    void a_server_that_writes_every_second_and_is_killed_loses_nothing_untold() {
        begin(EVERYSEC);
        List<CompletableFuture<Appended>> appended = new ArrayList<>(appendAll(node, 0, 600));
        get(appended.get(300));
        reader.read();
        server.kill9();
        appended.addAll(appendAll(node, 600, 800));
        server.restart();
        appended.subList(600, 800).forEach(RedisRig::get);
        List<String> acknowledged = new ArrayList<>(numbers(0, 600));
        acknowledged.removeIf(number -> !isStored(appended.get(Integer.parseInt(number))));
        List<String> stored = Reader.of(node(server)).read();
        List<String> told = reader.readTo("799");
        assertThat(told).containsAll(stored).containsAll(numbers(600, 800));
        if (told.contains("gap rollback") || told.contains("gap evicted")) {
            assertThat(stored).isSubsetOf(numbers(0, 800)).doesNotHaveDuplicates();
        } else {
            assertThat(told).isEqualTo(stored).containsAll(acknowledged);
        }
    }

    /** An append that was under way when Redis was killed may have been lost again before this node knew of it, and then says so. */
    private static boolean isStored(CompletableFuture<Appended> append) {
        boolean stored = append.handle((done, failure) -> failure == null)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        if (!stored) {
            assertThat(failure(append).outcome()).isEqualTo(LogUnavailableException.Outcome.UNKNOWN);
        }
        return stored;
    }
}
