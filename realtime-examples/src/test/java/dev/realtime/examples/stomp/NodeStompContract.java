package dev.realtime.examples.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.clients.NodeClient;
import dev.realtime.examples.clients.Shop;
import dev.realtime.examples.container.ChosenContainers;
import dev.realtime.examples.container.Container;
import dev.realtime.log.Retention;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract for a client of an npm package, which tells of heart-beats, too. */
abstract class NodeStompContract extends StompClientContract {
    private final String name;

    NodeStompContract(String name) {
        this.name = name;
    }

    @BeforeEach
    void requireClient() throws Exception {
        NodeClient.require(name);
        NodeClient.require("ws");
    }

    @Override
    StompClient start(String url, StompClient.Listener listener) throws IOException {
        return new NodeStomp(name, url, listener);
    }

    /** On all containers at the same time: ten seconds pass before the first. */
    @Test
    void heart_beats_go_both_ways() throws Exception {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            List<Subscriber> subscribers = new ArrayList<>();
            for (Container container : ChosenContainers.all()) {
                Shop shop = new Shop(container, Retention.DEFAULT);
                opened.add(0, shop);
                Subscriber subscriber = Subscriber.begin(shop.webSocketUrl("stomp"), this::start, Map.of());
                opened.add(0, subscriber);
                subscribers.add(subscriber);
            }
            for (Subscriber subscriber : subscribers) {
                Set<String> from = new HashSet<>();
                while (from.size() < 2) { // in either order
                    from.add(subscriber.await(Frame.HEARTBEAT, frame -> true).header("from"));
                }
                assertThat(from).containsExactlyInAnyOrder("client", "server");
            }
        } finally {
            for (AutoCloseable one : opened) {
                one.close();
            }
        }
    }
}
