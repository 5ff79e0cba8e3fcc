package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.From;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LostTopics;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.redis.RespClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Readers who had not come as far as the events that a server loses: they are told, too, where what they read has lost some. */
class LossBehindTest extends TwoNodes {
    /** A log with the events 0 to 4 of the topics a and b in turn. */
    private long five() {
        begin(ALWAYS);
        for (int i = 0; i < 5; i++) {
            get(append(node, i % 2 == 0 ? "a" : "b", i));
        }
        return server.written();
    }

    private Cursor place(long sequence) {
        return node.head().at(sequence);
    }

    @Test
    void who_was_behind_is_told_where_a_topic_has_lost_events_and_else_is_not() {
        long kept = five();
        Reader ofA = Reader.after(other, place(2), "a");
        Reader ofB = Reader.after(other, place(2), "b");
        Reader all = Reader.after(other, place(7), "*");
        get(append(node, "a", 5));
        get(append(node, "a", 6));
        Reader.of(other).readTo("6");
        server.restartWith(kept);
        get(append(other, "b", 100));
        assertThat(ofB.readTo("100")).containsExactly("3", "100");
        assertThat(ofA.read()).containsExactly("gap evicted", "2", "4");
        assertThat(all.read()).as("once, who had come beyond").containsExactly("gap rollback", "100");
        RedisEventLog fresh = node(server);
        assertThat(Reader.after(fresh, place(2), "a").read()).containsExactly("gap evicted", "2", "4");
        assertThat(Reader.after(fresh, place(2), "b").read()).containsExactly("3", "100");
    }

    @Test
    void a_topic_of_which_nothing_is_left_is_told_of_by_a_node_that_begins_later_too() {
        long kept = five();
        get(append(node, "gone", 5));
        Reader here = Reader.after(node, place(5), "gone");
        server.restartWith(kept);
        get(append(node, "b", 100));
        assertThat(here.read()).containsExactly("gap evicted");
        assertThat(Reader.after(node(server), place(5), "gone").read()).containsExactly("gap evicted");
        assertThat(Reader.after(node(server), place(5), "never").read()).isEmpty();
    }

    @Test
    void a_node_that_knew_of_more_tells_the_readers_of_all_when_it_comes_back() throws IOException {
        long kept = five();
        try (FaultProxy less = FaultProxy.to(server.port());
                FaultProxy more = FaultProxy.to(server.port());
                RespClient hand = new RespClient(server.port())) {
            RedisEventLog knowing = node(RedisEventLog.builder().uri("redis://127.0.0.1:" + more.port()));
            RedisEventLog first = node(RedisEventLog.builder().uri("redis://127.0.0.1:" + less.port()));
            Reader ofA = Reader.after(first, place(5), "a");
            Reader ofB = Reader.after(first, place(5), "b");
            node.close();
            other.close();
            get(append(knowing, "a", 5));
            Reader.await(() -> first.head().sequence() == 6, "the first knows of 5");
            less.cutUntilMended();
            AppendByHand.run(hand, "{realtime}", 6);
            get(append(knowing, "b", 7));
            more.cutUntilMended();
            server.restartWith(kept);
            less.mend();
            get(append(first, "b", 100));
            assertThat(ofA.read()).containsExactly("gap evicted");
            assertThat(ofB.read()).containsExactly("100");
            more.mend();
            assertThat(ofB.readTo("gap evicted")).containsExactly("100", "gap evicted");
            assertThat(ofA.read()).as("told already").containsExactly("gap evicted");
            assertThat(Reader.after(first, place(5), "t").read()).containsExactly("gap evicted");
        }
    }

    @Test
    void an_append_that_was_acknowledged_but_lost_before_the_feed_brought_it_is_unknown() {
        begin(ALWAYS);
        get(append(node, "a", 0));
        long kept = server.written();
        // Redis takes appends, but no node can follow the feed.
        server.command("ACL", "SETUSER", "default", "-xread");
        server.command("CLIENT", "KILL", "TYPE", "normal");
        CompletableFuture<Appended> append = append(node, "a", 1);
        Reader.await(() -> "2".equals(server.command("HGET", "{realtime}", "head")), "stored");
        // Asked by the same connection after it: with this answer that of the append has come, too.
        get(node.reach(place(Long.MAX_VALUE)).toCompletableFuture());
        assertThat(append).isNotDone();
        server.restartWith(kept);
        LogUnavailableException failure = failure(append);
        assertThat(failure.outcome()).isEqualTo(LogUnavailableException.Outcome.UNKNOWN);
        assertThat(failure).hasMessage("it was stored, but Redis has lost it again with its newest events");
        get(append(node, "a", 2));
        assertThat(reader.readTo("2")).containsExactly("0", "2");
    }

    @Test
    void more_topics_than_are_named_are_all() {
        long kept = five();
        List<CompletableFuture<Appended>> many = new ArrayList<>();
        for (int i = 0; i <= LostTopics.MAX_NAMED; i++) {
            many.add(append(node, "t/" + i, i));
        }
        getAll(many);
        Reader ofB = Reader.after(other, place(5), "b");
        server.restartWith(kept);
        get(append(other, "b", 100));
        assertThat(ofB.readTo("100")).containsExactly("gap evicted", "100");
        RedisEventLog fresh = node(server);
        assertThat(Reader.after(fresh, place(5), "a").read()).containsExactly("gap evicted");
        assertThat(Reader.after(fresh, place(5), "never").read()).containsExactly("gap evicted");
    }

    @Test
    void who_has_come_by_the_loss_is_not_told() {
        long kept = five();
        get(append(node, "a", 5));
        server.restartWith(kept);
        get(append(node, "a", 100));
        Cursor now = node.read(List.of(TopicFilter.of("a")), From.latest(), 1)
                .toCompletableFuture()
                .join()
                .cursor();
        get(append(node, "a", 101));
        assertThat(Reader.after(node(server), now, "a").read()).containsExactly("101");
    }

    @Test
    void a_place_that_the_log_has_lost_is_waited_for_until_the_copy_knows_of_the_loss() {
        five();
        long before = node.head().epoch();
        // The feed can neither follow nor load, while the log is asked after.
        server.command("ACL", "SETUSER", "default", "-xread", "-hgetall");
        server.command("CLIENT", "KILL", "TYPE", "normal");
        server.command("FLUSHALL");
        server.command("CONFIG", "RESETSTAT");
        CompletableFuture<Long> reached = node.reach(place(7))
                .toCompletableFuture()
                .thenApply(there -> node.head().epoch());
        Reader.await(
                () -> server.command("HGET", "{realtime}", "epoch") != null && tends() >= 4, "asked several times");
        server.command("ACL", "SETUSER", "default", "+@all");
        assertThat(get(reached)).isNotEqualTo(before);
    }

    /** How often scripts have been called since the log was flushed. */
    private int tends() {
        String stats = server.command("INFO", "commandstats").toString();
        int at = stats.indexOf("cmdstat_eval:calls=");
        return at < 0 ? 0 : Integer.parseInt(stats.substring(at + 19, stats.indexOf(',', at)));
    }
}
