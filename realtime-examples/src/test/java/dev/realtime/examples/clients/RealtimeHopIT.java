package dev.realtime.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This library's own client, when the network and the server do what they like. */
class RealtimeHopIT {
    private static final int SPEED = 20;

    @BeforeAll
    static void requireNode() throws Exception {
        NodeClient.require("ws");
        NodeClient.require("eventsource");
    }

    @Test
    void receives_each_event_once_over_whichever_transport_holds() throws Exception {
        try (Shop shop = new Shop(
                Container.JETTY, Retention.DEFAULT.withMaxEvents(100_000).withMaxBytes(10 << 20))) {
            try (Journey journey = new Journey(shop, shop.httpUrl("sse?topic=orders/42"), Journey.ALL, SPEED)) {
                String broken = "";
                for (String transport : Journey.ALL.split(",")) {
                    journey.tell("{\"do\":\"break\",\"transports\":[" + broken + "]}");
                    journey.goOnTo(transport, published -> {
                        if (published % 100 == 50) {
                            shop.relay().cut();
                        }
                    });
                    broken += (broken.isEmpty() ? "" : ",") + "\"" + transport + "\"";
                }
                journey.tell("{\"do\":\"break\",\"transports\":[]}");
                journey.goOnTo("websocket");
                journey.assertExact();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "sse", "long-poll", "poll"})
    void is_told_of_the_gap_when_the_server_was_restarted(String transport) throws Exception {
        try (Shop second = new Shop(Container.JETTY, Retention.DEFAULT);
                Shop first = new Shop(Container.JETTY, Retention.DEFAULT)) {
            Recorder seen =
                    first.openTo("sse", (url, recorder) -> NodeClient.followRealtime(transport, url, 1, recorder));
            Received last = first.publish("of the first life");
            assertThat(seen.until(last)).containsExactly(last);

            Received next = second.publish("of the second life");
            first.restartAs(second);

            List<Received> after = seen.until(next);
            assertThat(after).hasSize(2);
            assertThat(after.get(0).type()).isEqualTo("gap");
            assertThat(after.get(0).data()).startsWith("{\"reason\":\"epoch\",");
        }
    }

    @Test
    void follows_more_and_less_without_losing_or_repeating_an_event() throws Exception {
        for (String transport : Journey.ALL.split(",")) {
            try (Shop shop = new Shop(Container.JETTY, Retention.DEFAULT)) {
                Recorder seen = new Recorder();
                try (NodeClient client =
                        NodeClient.followRealtime(transport, shop.httpUrl("sse?topic=orders/42"), 1, seen)) {
                    seen.awaitOpening();
                    List<Received> published = new ArrayList<>();
                    for (int i = 0; i < 200; i++) {
                        if (i % 50 == 10) {
                            client.tell("{\"do\":\"subscribe\",\"topics\":[\"other/" + i + "\"]}");
                        } else if (i % 50 == 30) {
                            client.tell("{\"do\":\"unsubscribe\",\"topics\":[\"other/" + (i - 20) + "\"]}");
                        } else if (i % 50 == 40) {
                            shop.relay().cut();
                        }
                        published.add(shop.publish(i));
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // the pace of the publisher
                    }
                    assertThat(seen.until(published.get(199))).as(transport).isEqualTo(published);
                }
            }
        }
    }

    @Test
    void publishes_once_for_each_key_and_is_told_why_not() throws Exception {
        try (Shop shop = new Shop(Container.JETTY, Retention.DEFAULT)) {
            Recorder seen = new Recorder();
            try (NodeClient client =
                    NodeClient.followRealtime("websocket", shop.httpUrl("sse?topic=notes/*"), 1, seen)) {
                seen.awaitOpening();
                String publish = "{\"do\":\"publish\",\"topic\":\"%s\",\"data\":{\"text\":\"hi\"},\"options\":%s}";
                client.tell(publish.formatted("notes/1", "{\"type\":\"said\",\"key\":\"k1\"}"));
                List<Received> first = List.of(seen.next(), seen.next());
                Received event = first.get(first.get(0).type().equals("said") ? 0 : 1);
                assertThat(first)
                        .containsExactlyInAnyOrder(
                                new Received("said", "{\"text\":\"hi\"}", event.id()),
                                new Received("published", "{\"text\":\"hi\"}", event.id()));

                client.tell(publish.formatted("notes/1", "{\"type\":\"said\",\"key\":\"k1\"}"));
                assertThat(seen.next()).isEqualTo(new Received("published", "{\"text\":\"hi\"}", event.id()));

                client.tell(publish.formatted("secret", "{}"));
                assertThat(seen.next()).isEqualTo(new Received("refused", "\"not allowed to publish to secret\"", ""));
            }
        }
    }
}
