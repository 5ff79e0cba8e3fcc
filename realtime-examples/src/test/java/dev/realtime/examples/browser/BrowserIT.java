package dev.realtime.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.clients.Received;
import dev.realtime.examples.clients.Shop;
import dev.realtime.examples.container.Container;
import dev.realtime.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JavaScript client in a real browser. */
class BrowserIT {
    /** A document of the same origin with nothing in it that connects. */
    private static final String BLANK = "realtime.js";

    private static final String ORDERS = "orders/*";

    @BeforeAll
    static void requireBrowser() throws Exception {
        Browser.require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "sse", "long-poll", "poll"})
    void each_transport_brings_what_is_published(String transport) throws Exception {
        try (Shop shop = new Shop(Container.JETTY, Retention.DEFAULT);
                Browser browser = new Browser().open("a", shop.httpUrl(BLANK))) {
            String open = browser.follow(
                    "a", ORDERS, Map.of("transports", List.of(transport), "share", false, "pollInterval", 100));
            assertThat(open).isEqualTo("[\"" + transport + "\",true]");
            for (String type : List.of("message", "shipped", "of.no-page:known")) {
                Received event = shop.publish(type, Map.of("to", "Žižkov"));
                assertThat(browser.next()).isEqualTo(as("a", event));
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void two_tabs_share_one_connection_and_survive_closing_the_one_that_has_it() throws Exception {
        try (Shop shop = new Shop(Container.JETTY, Retention.DEFAULT);
                Browser browser = new Browser()) {
            assertThat(browser.open("a", shop.httpUrl(BLANK)).follow("a", ORDERS, Map.of()))
                    .isEqualTo("[\"websocket\",true]");
            assertThat(browser.open("b", shop.httpUrl(BLANK)).follow("b", ORDERS, Map.of()))
                    .isEqualTo("[\"websocket\",false]");
            assertThat(shop.subscriptions()).isEqualTo(1);
            Received both = shop.publish("to both");
            assertThat(List.of(browser.next(), browser.next())).containsExactlyInAnyOrder(as("a", both), as("b", both));

            browser.closeTab("a");
            List<Received> published = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                published.add(as("b", shop.publish(i)));
            }
            List<Received> seen = new ArrayList<>();
            while (seen.size() < published.size()) {
                Received next = browser.next();
                if (next.type().equals("b open")) {
                    assertThat(next.data()).isEqualTo("[\"websocket\",true]");
                } else {
                    seen.add(next);
                }
            }
            assertThat(seen).isEqualTo(published);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void a_restart_of_the_server_is_shown_as_a_gap() throws Exception {
        try (Shop second = new Shop(Container.JETTY, Retention.DEFAULT);
                Shop first = new Shop(Container.JETTY, Retention.DEFAULT);
                Browser browser = new Browser().open("a", first.httpUrl(BLANK))) {
            browser.follow("a", ORDERS, Map.of());
            Received last = first.publish("of the first life");
            assertThat(browser.next()).isEqualTo(as("a", last));

            Received news = second.publish("of the second life");
            first.restartAs(second);

            List<Received> told = new ArrayList<>();
            while (told.size() < 2) {
                Received next = browser.next();
                if (!next.type().equals("a open")) {
                    told.add(next);
                }
            }
            assertThat(told).containsExactly(new Received("a gap", "\"epoch\"", ""), as("a", news));
        }
    }

    private static Received as(String tab, Received event) {
        return new Received(tab + " " + event.type(), event.data(), event.id());
    }
}
