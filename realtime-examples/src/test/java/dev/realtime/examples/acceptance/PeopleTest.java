package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.examples.DemoApplication;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.testkit.RawHttp;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People who meet at the demo: each speaks in their own name, and reads what is theirs. */
@Timeout(120)
class PeopleTest {
    private EmbeddedServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private Visitor visitor() {
        return new Visitor(server.port());
    }

    @Test
    void nobody_speaks_in_anothers_name() throws Exception {
        server = Container.JETTY.start(0, new DemoApplication());
        Visitor anyone = visitor();
        Visitor ann = visitor().logIn("ann");
        for (String own : List.of("chat/lobby/ann", "chat/garden/ann", "cursors/ann", "user/bob/from/ann")) {
            assertThat(ann.publish(own, "hello")).as(own).isEqualTo(201);
            assertThat(anyone.publish(own, "hello")).as(own).isEqualTo(403);
        }
        for (String others :
                List.of("chat/lobby/bob", "chat/garden", "cursors/bob", "user/ann/from/bob", "user/bob/mentions")) {
            assertThat(ann.publish(others, "hello")).as(others).isEqualTo(403);
        }
        for (String servers : List.of("presence/lobby", "market/ANVL", "prices/demo")) {
            assertThat(ann.publish(servers, "hello")).as(servers).isEqualTo(403);
        }

        assertThat(anyone.publish("chat/lobby", "{\"from\":\"ann\",\"text\":\"not signed\"}"))
                .isEqualTo(201);
        assertThat(anyone.poll("topic=chat/lobby&topic=chat/lobby/*&cursor=earliest")
                        .findValuesAsText("topic"))
                .containsExactly("chat/lobby/ann", "chat/lobby");
    }

    @Test
    void what_is_meant_for_one_reaches_them_alone() throws Exception {
        server = Container.JETTY.start(0, new DemoApplication());
        Visitor ann = visitor().logIn("ann");
        Visitor bob = visitor().logIn("bob");
        ann.publish("user/bob/from/ann", "{\"text\":\"lunch?\"}");
        ann.publish("chat/garden/ann", "{\"text\":\"@bob, look\"}");

        JsonNode first = bob.poll("topic=user/bob/**&cursor=earliest");
        assertThat(first.get("events").get(0).get("topic").asText()).isEqualTo("user/bob/from/ann");
        JsonNode mention = first.get("events").size() > 1
                ? first.get("events").get(1)
                : bob.poll("topic=user/bob/**&cursor=" + first.get("cursor").asText())
                        .get("events")
                        .get(0);
        assertThat(mention.get("topic").asText()).isEqualTo("user/bob/mentions");
        assertThat(mention.get("data")).hasToString("{\"from\":\"ann\",\"room\":\"garden\",\"text\":\"@bob, look\"}");

        HttpResponse<String> known = ann.get("/realtime/poll?topic=user/bob/**");
        HttpResponse<String> unknown = ann.get("/realtime/poll?topic=user/eve/**");
        assertThat(known.statusCode()).isEqualTo(403).isEqualTo(unknown.statusCode());
        assertThat(known.body()).isEqualTo(unknown.body().replace("eve", "bob"));
    }

    @Test
    void one_whose_tabs_vanish_is_online_until_the_server_notices() throws Exception {
        server = Container.JETTY.start(0, new DemoApplication());
        String[] cookie = visitor().logIn("ann").cookie();
        String lobby = "/realtime/sse?topic=chat/lobby&topic=chat/lobby/*";
        try (RawHttp reset = new RawHttp(server.port());
                RawHttp ended = new RawHttp(server.port())) {
            reset.get(lobby, cookie);
            ended.get(lobby, cookie);
            new SseReader(reset).open();
            new SseReader(ended).open();
            awaitOnline("{\"names\":[\"ann\"]}");
            reset.reset();
            ended.close();
            awaitOnline("{\"names\":[]}");
        }
    }

    /** Waits until this is what is told of the lobby, where somebody talks: a server notices who has gone when it writes to them. */
    private void awaitOnline(String expected) throws Exception {
        Visitor talker = visitor();
        JsonNode batch = talker.poll("topic=presence/lobby&replay=1");
        String online = "";
        while (!online.equals(expected)) {
            for (JsonNode event : batch.get("events")) {
                online = event.get("data").toString();
            }
            talker.publish("chat/lobby", "anybody there?");
            batch = talker.poll(
                    "topic=presence/lobby&wait=1&cursor=" + batch.get("cursor").asText());
        }
    }
}
