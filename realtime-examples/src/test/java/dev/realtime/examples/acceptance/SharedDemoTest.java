package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.examples.Demo;
import dev.realtime.examples.DemoApplication;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.log.EventLog;
import dev.realtime.testkit.RawHttp;
import dev.realtime.testkit.redis.RedisServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two demos with one Redis, and people at both. */
@Timeout(60)
class SharedDemoTest {
    private static final String ROOM = "/realtime/sse?topic=chat/garden&topic=chat/garden/*";

    private final RedisServer redis = RedisServer.start();
    private final List<EventLog> logs = new ArrayList<>();
    private final EmbeddedServer first = demo();
    private final EmbeddedServer second = demo();

    private EmbeddedServer demo() {
        EventLog log = Demo.logOn(redis.uri());
        logs.add(log);
        return Container.JETTY.start(0, new DemoApplication(log));
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        logs.forEach(EventLog::close);
        redis.close();
    }

    @Test
    void what_is_said_at_one_is_read_at_the_other() throws Exception {
        Visitor ann = new Visitor(first.port()).logIn("ann");
        Visitor bob = new Visitor(second.port()).logIn("bob");
        assertThat(ann.publish("chat/garden/ann", "{\"text\":\"@bob, look\"}")).isEqualTo(201);

        JsonNode said = bob.poll("topic=chat/garden/*&cursor=earliest");
        assertThat(said.findValuesAsText("topic")).containsExactly("chat/garden/ann");
        JsonNode mention = bob.poll("topic=user/bob/mentions&cursor=earliest");
        assertThat(mention.findValuesAsText("from")).containsExactly("ann");

        assertThat(bob.publish("chat/garden/bob", "{\"text\":\"nice\"}")).isEqualTo(201);
        JsonNode answered =
                ann.poll("topic=chat/garden/*&cursor=" + said.get("cursor").asText());
        assertThat(answered.findValuesAsText("topic")).containsExactly("chat/garden/bob");
    }

    @Test
    void both_tell_who_is_at_either_and_after_the_end_of_one_who_is_left() throws Exception {
        Visitor ann = new Visitor(first.port()).logIn("ann");
        Visitor bob = new Visitor(second.port()).logIn("bob");
        try (RawHttp anns = new RawHttp(first.port());
                RawHttp bobs = new RawHttp(second.port())) {
            anns.get(ROOM, ann.cookie());
            bobs.get(ROOM, bob.cookie());
            awaitOnline(ann, "{\"names\":[\"ann\",\"bob\"]}");
            awaitOnline(bob, "{\"names\":[\"ann\",\"bob\"]}");
            first.close(); // the one that leads, being the older
            awaitOnline(bob, "{\"names\":[\"bob\"]}");
        }
    }

    private static void awaitOnline(Visitor reader, String expected) throws Exception {
        JsonNode batch = reader.poll("topic=presence/garden&replay=1");
        String online = "";
        while (!online.equals(expected)) {
            for (JsonNode event : batch.get("events")) {
                online = event.get("data").toString();
            }
            batch = reader.poll(
                    "topic=presence/garden&wait=1&cursor=" + batch.get("cursor").asText());
        }
    }
}
