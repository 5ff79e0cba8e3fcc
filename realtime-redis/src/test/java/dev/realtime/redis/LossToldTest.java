package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.log.Appended;
import dev.realtime.log.Retention;
import dev.realtime.testkit.redis.RedisServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Faults by which a server loses what it had acknowledged: every reader is told, and misses nothing that comes afterwards. */
class LossToldTest extends RedisRig {
    @Test
    void a_flushed_database_is_another_log() {
        RedisServer server = server();
        RedisEventLog node = node(server);
        RedisEventLog other = node(server);
        Reader reader = Reader.of(node);
        Reader elsewhere = Reader.of(other);
        getAll(appendAll(node, 0, 10));
        reader.readTo("9");
        elsewhere.readTo("9");
        server.command("FLUSHALL");
        get(append(node, "after"));
        assertThat(reader.readTo("\"after\"").subList(10, 12)).containsExactly("gap epoch", "\"after\"");
        assertThat(elsewhere.readTo("\"after\"").subList(10, 12)).containsExactly("gap epoch", "\"after\"");
    }

    @Test
    void a_server_that_keeps_nothing_is_another_log_when_it_is_started_again() {
        RedisServer server = server();
        RedisEventLog node = node(server);
        RedisEventLog other = node(server);
        Reader reader = Reader.of(other);
        getAll(appendAll(node, 0, 10));
        reader.readTo("9");
        server.kill9();
        server.restart();
        get(append(node, "after"));
        assertThat(reader.readTo("\"after\"").subList(10, 12)).containsExactly("gap epoch", "\"after\"");
    }

    @Test
    void a_cut_tail_is_a_rollback_and_what_comes_after_it_is_not_skipped() throws IOException {
        RedisServer server = server(AOF, "yes", "--appendfsync", "always");
        RedisEventLog node = node(server);
        RedisEventLog other = node(server);
        Reader reader = Reader.of(other);
        getAll(appendAll(node, 0, 5));
        long size = Files.size(aof(server));
        getAll(appendAll(node, 5, 10));
        reader.readTo("9");
        Cursor lost = node.head();
        server.kill9();
        cut(aof(server), size + 20); // in the middle of the sixth
        server.restart();
        getAll(appendAll(node, 100, 103));
        assertThat(reader.readTo("102").subList(10, 14)).containsExactly("gap rollback", "100", "101", "102");
        RedisEventLog fresh = node(server);
        assertThat(Reader.after(fresh, lost).read()).containsExactly("gap rollback", "100", "101", "102");
        assertThat(Reader.after(fresh, lost.at(5)).read()).containsExactly("100", "101", "102");
        assertThat(Reader.of(fresh).read()).containsExactly("0", "1", "2", "3", "4", "100", "101", "102");
    }

    @Test
    void two_cuts_in_a_row_are_two_rollbacks_though_the_second_takes_back_the_mark_of_the_first() throws IOException {
        RedisServer server = server(AOF, "yes", "--appendfsync", "always");
        RedisEventLog node = node(server);
        Reader reader = Reader.of(node);
        getAll(appendAll(node, 0, 5));
        long size = Files.size(aof(server));
        getAll(appendAll(node, 5, 10));
        reader.readTo("9");
        server.kill9();
        server.restart(); // nothing is lost, and the generation that begins is
        getAll(appendAll(node, 10, 15));
        reader.readTo("14");
        server.kill9();
        cut(aof(server), size);
        server.restart();
        getAll(appendAll(node, 100, 120));
        assertThat(reader.readTo("119").subList(15, 36))
                .startsWith("gap rollback", "100")
                .endsWith("118", "119");
        assertThat(reader.read()).hasSize(36);
    }

    @Test
    void a_node_that_begins_later_tells_of_what_retention_had_let_go_of() {
        RedisServer server = server();
        Retention few = Retention.DEFAULT.withMaxEvents(3);
        RedisEventLog node = node(RedisEventLog.builder().uri(server.uri()).retention(few));
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
        RedisEventLog node = node(master);
        Reader reader = Reader.of(node);
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
        RedisServer server = server(AOF, "yes", "--appendfsync", "everysec");
        RedisEventLog node = node(server);
        RedisEventLog other = node(server);
        Reader reader = Reader.of(other);
        List<CompletableFuture<Appended>> appended = new ArrayList<>(appendAll(node, 0, 600));
        get(appended.get(300));
        reader.read();
        server.kill9();
        appended.addAll(appendAll(node, 600, 800));
        server.restart();
        getAll(appended);
        List<String> stored = Reader.of(node(server)).read();
        List<String> told = reader.readTo("799");
        assertThat(told).containsAll(stored).containsAll(numbers(600, 800));
        if (told.contains("gap rollback")) {
            assertThat(stored).isSubsetOf(numbers(0, 800)).doesNotHaveDuplicates();
        } else {
            assertThat(told).isEqualTo(stored).isEqualTo(numbers(0, 800));
        }
    }

    private static Path aof(RedisServer server) throws IOException {
        try (Stream<Path> files = Files.walk(server.directory())) {
            return files.filter(
                            file -> file.toString().matches(".*(\\.incr|/appendonly)\\.aof")) // Redis 6 has one file
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void cut(Path file, long size) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(size);
        }
    }
}
