package dev.realtime.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.clients.Received;
import dev.realtime.examples.clients.Shop;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.proxy.BadProxy;
import dev.realtime.examples.proxy.BadProxy.Streams;
import dev.realtime.examples.proxy.BadProxy.Upgrades;
import dev.realtime.examples.proxy.Nginx;
import dev.realtime.log.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client in a real browser, behind a proxy that lets neither WebSocket nor streams through, and then does. */
@Timeout(120)
class BadProxyIT {
    private static final int MORE = 100;
    private static final String OPEN = "a open";

    @BeforeAll
    static void requireBrowserAndNginx() throws Exception {
        Browser.require();
        Nginx.require();
    }

    @Test
    void comes_down_to_long_polling_and_goes_up_again_and_loses_nothing() throws Exception {
        try (Shop shop = new Shop(Container.JETTY, Retention.DEFAULT.withMaxEvents(100_000));
                BadProxy proxy = new BadProxy(shop)) {
            proxy.set(Upgrades.SILENT, Streams.HELD_BACK);
            try (Browser browser = new Browser().open("a", proxy.url("realtime.js"))) {
                assertThat(browser.follow("a", "orders/*", Map.of("share", false)))
                        .isEqualTo("[\"long-poll\",true]");
                List<Received> published = new ArrayList<>();
                List<Received> seen = new ArrayList<>();
                ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
                try {
                    publisher.scheduleAtFixedRate(
                            () -> published.add(toThePage(shop.publish(published.size()))),
                            0,
                            10,
                            TimeUnit.MILLISECONDS);
                    take(MORE, browser, seen);
                    proxy.set(Upgrades.PASSED, Streams.PASSED);
                    Received told;
                    do {
                        told = next(browser, seen);
                    } while (!told.equals(new Received(OPEN, "[\"websocket\",true]", "")));
                    take(MORE, browser, seen);
                } finally {
                    publisher.shutdown();
                    assertThat(publisher.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
                }
                take(published.size() - seen.size(), browser, seen);
                assertThat(seen).isEqualTo(published);
            }
        }
    }

    /** What the page tells of next; an event is one that it has seen. */
    private static Received next(Browser browser, List<Received> seen) throws InterruptedException {
        Received told = browser.next();
        if (!told.type().equals(OPEN)) {
            seen.add(told);
        }
        return told;
    }

    private static void take(int events, Browser browser, List<Received> seen) throws InterruptedException {
        for (int end = seen.size() + events; seen.size() < end; ) {
            next(browser, seen);
        }
    }

    private static Received toThePage(Received event) {
        return new Received("a " + event.type(), event.data(), event.id());
    }
}
