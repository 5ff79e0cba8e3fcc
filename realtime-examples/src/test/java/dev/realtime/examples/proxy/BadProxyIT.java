package dev.realtime.examples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.clients.Journey;
import dev.realtime.examples.clients.NodeClient;
import dev.realtime.examples.clients.Shop;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.proxy.BadProxy.Streams;
import dev.realtime.examples.proxy.BadProxy.Upgrades;
import dev.realtime.log.Retention;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** This library's own JavaScript client behind proxies that do what docs/PROXIES.md says they must not. */
@Timeout(300)
class BadProxyIT {
    private static final String TARGET = "sse?topic=orders/42";
    private static final int SPEED = 5; // what a proxy lets live for a second is not yet a good link then

    @BeforeAll
    static void requireNginxAndNode() throws Exception {
        Nginx.require();
        NodeClient.require("ws");
        NodeClient.require("eventsource");
    }

    private static Shop shop() throws IOException {
        return new Shop(
                Container.JETTY, Retention.DEFAULT.withMaxEvents(100_000).withMaxBytes(10 << 20));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PASSED")
    void loses_and_repeats_nothing_on_its_way_down_and_up(Upgrades killed) throws Exception {
        try (Shop shop = shop();
                BadProxy proxy = new BadProxy(shop);
                Journey journey = new Journey(shop, proxy.url(TARGET), Journey.ALL, SPEED)) {
            journey.goOnTo("websocket");
            proxy.set(killed, Streams.PASSED);
            journey.goOnTo("sse");
            proxy.set(killed, Streams.HELD_BACK);
            journey.goOnTo("long-poll");
            proxy.set(Upgrades.PASSED, Streams.HELD_BACK);
            journey.goOnTo("websocket");
            journey.assertExact();
        }
    }

    @Test
    void recognises_within_seconds_a_stream_that_is_held_back_and_goes_up_when_it_is_not() throws Exception {
        try (Shop shop = shop();
                BadProxy proxy = new BadProxy(shop)) {
            proxy.set(Upgrades.PASSED, Streams.HELD_BACK);
            try (Journey journey = new Journey(shop, proxy.url(TARGET), "sse,long-poll,poll", 1)) {
                assertThat(journey.notes()).containsExactly("open by long-poll");
                journey.goOnTo("long-poll");
                proxy.set(Upgrades.PASSED, Streams.PASSED);
                journey.goOnTo("sse");
                journey.assertExact();
            }
        }
    }

    @Test
    void brings_by_long_polling_the_end_of_a_stream_that_comes_in_lumps() throws Exception {
        try (Shop shop = shop();
                BadProxy proxy = new BadProxy(shop);
                Journey journey = new Journey(shop, proxy.url(TARGET), "sse,long-poll,poll", 2 * SPEED)) {
            proxy.set(Upgrades.PASSED, Streams.IN_LUMPS);
            journey.goOnTo("sse");
            journey.assertExact();
            assertThat(journey.notes()).endsWith("open by long-poll");
        }
    }

    static List<String> whatCanBeIdle() {
        return List.of("websocket", "sse", "long-poll", Journey.ALL);
    }

    @ParameterizedTest
    @MethodSource("whatCanBeIdle")
    void misses_nothing_where_what_is_idle_is_cut_before_its_first_heartbeat(String transports) throws Exception {
        try (Shop shop = shop();
                BadProxy proxy = new BadProxy(shop);
                Journey journey = new Journey(shop, proxy.url(TARGET), transports, 1)) {
            proxy.cutWhatIsIdle();
            for (int cut = 1; cut <= 5; cut++) {
                proxy.awaitIdle(cut);
                journey.publish();
            }
            journey.assertExact();
        }
    }
}
