package dev.realtime.examples.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.clients.Received;
import dev.realtime.examples.clients.Shop;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What any STOMP client may rely on, whatever becomes of its connection. Each cut is of the network. */
abstract class StompClientContract {
    private static final int WINDOW = 256;
    private static final String ORDER = "/topic/orders/7";

    /** Lets in the client of this test, with its defaults. */
    abstract StompClient start(String url, StompClient.Listener listener) throws Exception;

    private Subscriber subscribe(Shop shop) throws Exception {
        return subscribe(shop, Map.of());
    }

    private Subscriber subscribe(Shop shop, Map<String, String> headers) throws Exception {
        return Subscriber.begin(shop.webSocketUrl("stomp"), this::start, headers);
    }

    @ContainerTest
    void receives_each_event_once_in_order(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT)) {
            shop.publish("before the client came");
            try (Subscriber subscriber = subscribe(shop)) {
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
                assertThat(subscriber.seen().until(last(published))).isEqualTo(published);
                assertThat(subscriber.messages(1).get(0).headers())
                        .containsEntry("destination", "/topic/orders/42")
                        .containsEntry("subscription", "orders")
                        .containsEntry("content-type", "application/json")
                        .containsKey("time")
                        .doesNotContainKey("ack");
            }
        }
    }

    @ContainerTest
    void loses_and_repeats_nothing_when_cut_while_events_flow(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT);
                Subscriber subscriber = subscribe(shop)) {
            for (int round = 0; round < 4; round++) {
                List<Received> published = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    if (i == 50) {
                        shop.relay().cut();
                    }
                    published.add(shop.publish(i % 2 == 0 ? "shipped" : "message", "round " + round + ", " + i));
                }
                assertThat(subscriber.seen().until(last(published))).isEqualTo(published);
            }
        }
    }

    @ContainerTest
    void misses_nothing_when_cut_before_its_first_event(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT)) {
            shop.publish("before the client came");
            try (Subscriber subscriber = subscribe(shop)) {
                shop.relay().cutUntilMended();
                List<Received> published = new ArrayList<>();
                published.add(shop.publish("the client's first"));
                published.add(shop.publish("shipped", 2));
                shop.relay().mend();
                published.add(shop.publish(3));
                assertThat(subscriber.seen().until(last(published))).isEqualTo(published);
            }
        }
    }

    @ContainerTest
    void receives_an_event_that_was_torn_in_two_once_and_whole(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT);
                Subscriber subscriber = subscribe(shop)) {
            Future<Void> torn = shop.relay().cutUntilMendedAfter(600);
            List<Received> published = new ArrayList<>();
            published.add(shop.publish("x".repeat(1_000)));
            torn.get(10, TimeUnit.SECONDS);
            published.add(shop.publish("shipped", "after it"));
            shop.relay().mend();
            assertThat(subscriber.seen().until(last(published))).isEqualTo(published);
        }
    }

    @ContainerTest
    void is_told_of_the_gap_where_what_it_missed_is_gone(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT.withMaxEvents(3));
                Subscriber subscriber = subscribe(shop)) {
            Received first = shop.publish("seen");
            assertThat(subscriber.seen().until(first)).containsExactly(first);

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
            assertThat(subscriber.seen().until(last(retained))).isEqualTo(expected);
            assertThat(subscriber.messages(2).get(1).headers()).containsEntry("gap", "evicted");

            Received next = shop.publish("told once, and carried on");
            assertThat(subscriber.seen().until(next)).containsExactly(next);
        }
    }

    @ContainerTest
    void sends_and_is_told_the_place_of_what_it_sent(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT);
                Subscriber subscriber = subscribe(shop)) {
            List<String> bodies = List.of(
                    "{\"carrier\":\"CJ\",\"to\":\"Ελλάδα, 주문\"}",
                    "\"žluťoučký: a\\nb\"",
                    "\"" + "long, ".repeat(5_000) + "\"",
                    "42");
            for (int i = 0; i < bodies.size(); i++) {
                Map<String, String> headers = Map.of(
                        "destination",
                        ORDER,
                        "type",
                        "said",
                        "content-type",
                        "application/json",
                        "idempotency-key",
                        "key-" + i);
                Frame receipt = subscriber.send(headers, bodies.get(i), "sent-" + i);
                Received expected = new Received("said", bodies.get(i), receipt.header("cursor"));
                assertThat(subscriber.seen().until(expected)).containsExactly(expected);

                Frame again = subscriber.send(headers, bodies.get(i), "again-" + i); // appends nothing
                assertThat(again.header("cursor")).isEqualTo(expected.id());
            }
            assertThat(subscriber.messages(1).get(0).header("destination")).isEqualTo(ORDER);
        }
    }

    @ContainerTest
    void is_told_why_it_may_not_send(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT);
                Subscriber subscriber = subscribe(shop)) {
            subscriber
                    .client()
                    .send(
                            Map.of("destination", "/topic/prices", "content-type", "application/json", "receipt", "no"),
                            "1");
            Frame error = subscriber.await("ERROR", frame -> true);
            assertThat(error.header("receipt-id")).isEqualTo("no");
            assertThat(error.header("code")).isEqualTo("forbidden");
            subscriber.await(Frame.CLOSED, frame -> true);
        }
    }

    @ContainerTest
    void is_sent_no_more_than_a_window_until_it_acknowledges(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT);
                Subscriber subscriber = subscribe(shop, Map.of("ack", "client-individual"))) {
            List<Received> published = new ArrayList<>();
            for (int i = 0; i < WINDOW + 40; i++) {
                published.add(shop.publish(i));
            }
            assertThat(subscriber.seen().until(published.get(WINDOW - 1))).isEqualTo(published.subList(0, WINDOW));
            List<Frame> waiting = subscriber.messages(WINDOW);
            assertNothingComes(subscriber, "full");

            // Individually: the tenth frees one place, not ten.
            subscriber.client().ack(waiting.get(9));
            assertThat(subscriber.seen().until(published.get(WINDOW))).containsExactly(published.get(WINDOW));
            waiting = new ArrayList<>(waiting);
            waiting.remove(9);
            waiting.addAll(subscriber.messages(1));
            assertNothingComes(subscriber, "full again");

            for (int i = waiting.size() - 1; i >= 0; i--) {
                subscriber.client().ack(waiting.get(i));
            }
            assertThat(subscriber.seen().until(last(published)))
                    .isEqualTo(published.subList(WINDOW + 1, published.size()));

            // A new connection begins with a window that is empty, after the last message.
            shop.relay().cut();
            Received next = shop.publish("after the cut");
            assertThat(subscriber.seen().until(next)).containsExactly(next);
        }
    }

    /** Two round trips: all that may be sent is sent before the second is answered. */
    private static void assertNothingComes(Subscriber subscriber, String receipt) throws Exception {
        Map<String, String> elsewhere = Map.of("destination", "/topic/notes/1", "content-type", "application/json");
        subscriber.send(elsewhere, "1", receipt);
        subscriber.send(elsewhere, "2", receipt + ", still");
        assertThat(subscriber.messagesNow()).isEmpty();
    }

    @ContainerTest
    void agrees_on_the_newest_version_and_heart_beats(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT);
                Subscriber subscriber = subscribe(shop)) {
            assertThat(subscriber.await("CONNECTED", frame -> true).headers())
                    .containsEntry("version", "1.2")
                    .containsEntry("heart-beat", "10000,10000");
        }
    }

    @ContainerTest
    void disconnects_without_an_error(Container container) throws Exception {
        try (Shop shop = new Shop(container, Retention.DEFAULT);
                Subscriber subscriber = subscribe(shop)) {
            subscriber.client().disconnect("bye");
            awaitFarewell(subscriber, "bye");
        }
    }

    /** What this client shows of an orderly end. */
    abstract void awaitFarewell(Subscriber subscriber, String receipt) throws Exception;

    private static Received last(List<Received> published) {
        return published.get(published.size() - 1);
    }
}
