package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.log.Snapshot;
import dev.realtime.testkit.redis.RedisServer;
import dev.realtime.testkit.redis.RespClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A load while others append and let go. */
class LoadingTest extends RedisRig {
    @Test
    void what_is_lost_beyond_the_head_of_the_load_counts_up_to_there() throws Exception {
        RedisServer server = server();
        Settings settings = RedisEventLog.builder().uri(server.uri()).settings();
        try (RespClient hand = new RespClient(server.port());
                Redis redis = new Redis(settings.uri(), null);
                Link link = new Link(redis.connect().toCompletableFuture().get(), settings, "node")) {
            for (int i = 1; i <= 5; i++) {
                AppendByHand.run(hand, "{realtime}", i);
            }
            hand.send("HSET", "{realtime}:lost", "t", "4", "u", "2");
            hand.send("HSET", "{realtime}:rewound", "v", "5", "u", "1");
            hand.send("HSET", "{realtime}", "forgotten", "4");
            Snapshot loaded = new Loading(link, new State(1, 3, List.of()), 0, Duration.ofSeconds(10)).run();
            assertThat(loaded.events()).extracting(Event::sequence).containsExactly(1L, 2L, 3L);
            assertThat(loaded.losses()).isEqualTo(Map.of(new Topic("t"), 3L, new Topic("u"), 2L, new Topic("v"), 3L));
            assertThat(loaded.lostOfForgotten()).isEqualTo(3);
        }
    }
}
