package dev.realtime.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What any client may rely on, whatever becomes of its connection. Each cut is of the network; the client comes back by itself,
 * with the id that it holds.
 */
abstract class ClientContract {
    /** The transport's path. */
    String transport() {
        return "sse";
    }

    /** Begins to follow this URL with the client of this test, as its manual says and with its defaults. */
    abstract AutoCloseable follow(String url, Recorder recorder) throws Exception;

    @ContainerTest
    void receives_each_event_once_in_order(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT)) {
            shop.publish("before the client came");
            Recorder seen = shop.openTo(transport(), this::follow);
            List<Received> published = new ArrayList<>();
            published.add(shop.publish("plain"));
            published.add(shop.publish("shipped", Map.of("carrier", "CJ")));
            published.add(shop.publish("Příliš žluťoučký kůň, 주문, \uD83D\uDCE6, \u2028"));
            published.add(shop.publish("shipped", Map.of("to", "Ελλάδα")));
            published.add(shop.publish("two\nlines\r\nor three: \"\\"));
            published.add(shop.publish(""));
            for (int i = 0; i < 500; i++) {
                published.add(shop.publish(i % 3 == 0 ? "shipped" : "message", i));
            }
            assertThat(seen.until(last(published))).isEqualTo(published);
        }
    }

    @ContainerTest
    void loses_and_repeats_nothing_when_cut_while_events_flow(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT)) {
            Recorder seen = shop.openTo(transport(), this::follow);
            for (int round = 0; round < 4; round++) {
                List<Received> published = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    if (i == 50) {
                        shop.relay().cut();
                    }
                    published.add(shop.publish(i % 2 == 0 ? "shipped" : "message", "round " + round + ", " + i));
                }
                assertThat(seen.until(last(published))).isEqualTo(published);
            }
        }
    }

    @ContainerTest
    void misses_nothing_when_cut_before_its_first_event(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT)) {
            shop.publish("before the client came");
            Recorder seen = shop.openTo(transport(), this::follow);
            shop.relay().cutUntilMended();
            List<Received> published = new ArrayList<>();
            published.add(shop.publish("the client's first"));
            published.add(shop.publish("shipped", 2));
            shop.relay().mend();
            published.add(shop.publish(3));
            assertThat(seen.until(last(published))).isEqualTo(published);
        }
    }

    @ContainerTest
    void receives_an_event_that_was_torn_in_two_once_and_whole(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT)) {
            Recorder seen = shop.openTo(transport(), this::follow);
            Future<Void> torn = shop.relay().cutUntilMendedAfter(300);
            List<Received> published = new ArrayList<>();
            published.add(shop.publish("x".repeat(1_000)));
            torn.get(10, TimeUnit.SECONDS);
            published.add(shop.publish("shipped", "after it"));
            shop.relay().mend();
            assertThat(seen.until(last(published))).isEqualTo(published);
        }
    }

    @ContainerTest
    void is_told_of_the_gap_where_what_it_missed_is_gone(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT.withMaxEvents(3))) {
            Recorder seen = shop.openTo(transport(), this::follow);
            Received first = shop.publish("seen");
            assertThat(seen.until(first)).containsExactly(first);

            shop.relay().cutUntilMended();
            shop.publish("missed and gone");
            List<Received> retained = List.of(shop.publish(1), shop.publish("shipped", 2), shop.publish(3));
            shop.relay().mend();

            List<Received> expected = new ArrayList<>();
            expected.add(new Received(
                    "gap",
                    "{\"reason\":\"evicted\",\"from\":\"%s\",\"resumed\":\"%s\"}".formatted(first.id(), first.id()),
                    first.id()));
            expected.addAll(retained);
            assertThat(seen.until(last(retained))).isEqualTo(expected);

            Received next = shop.publish("told once, and carried on");
            assertThat(seen.until(next)).containsExactly(next);
        }
    }

    private static Received last(List<Received> published) {
        return published.get(published.size() - 1);
    }
}
