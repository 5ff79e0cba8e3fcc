package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Notifier;
import dev.realtime.NotifierListener;
import dev.realtime.testkit.redis.RedisServer;
import dev.realtime.testkit.redis.RespClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a notifier's listener is told of the log in Redis. */
class HealthTest extends RedisRig {
    private final List<String> told = new CopyOnWriteArrayList<>();

    private final NotifierListener listener = new NotifierListener() {
        @Override
        public void logConnected() {
            told.add("connected");
        }

        @Override
        public void logLost(String why) {
            told.add("lost");
        }

        @Override
        public void logBehind(long events) {
            told.add("behind " + events);
        }
    };

    @Test
    void a_listener_is_told_that_redis_is_lost_and_that_it_is_back() {
        RedisServer server = server();
        RedisEventLog node = node(server);
        try (Notifier notifier = Notifier.builder().log(node).listener(listener).build()) {
            Reader.await(() -> told.contains("connected"), "connected");
            server.kill9();
            Reader.await(() -> told.contains("lost"), "lost");
            server.restart();
            Reader.await(() -> told.size() == 3, "back");
            assertThat(told).containsExactly("connected", "lost", "connected");
            notifier.publish("a", 1);
        }
    }

    @Test
    void a_feed_that_has_died_without_a_word_is_noticed_and_made_anew() {
        RedisServer server = server();
        RedisEventLog node = node(server);
        get(append(node, 0));
        Reader reader = Reader.of(node);
        reader.readTo("0");
        try (Notifier notifier = Notifier.builder().log(node).listener(listener).build();
                RespClient client = new RespClient(server.port())) {
            Reader.await(() -> told.contains("connected"), "connected");
            // The feed's connection stays and is answered, but this event never comes by it, nor one after it.
            client.send("MULTI");
            AppendByHand.run(client, "{realtime}", 1);
            client.send("XTRIM", "{realtime}:feed", "MAXLEN", "0");
            client.send("EXEC");
            assertThat(reader.readTo("1")).containsExactly("0", "1");
            Reader.await(() -> told.contains("behind 0"), "caught up");
            assertThat(told).contains("behind 1");
        }
    }
}
