package dev.realtime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Action;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.testkit.LogHub;
import dev.realtime.testkit.LogNode;
import dev.realtime.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several demos that share one log. */
class NodesTest {
    private static final String ROOM = "lobby";
    private static final Duration AWAY = Presence.STAYS.plus(Presence.LOOK.multipliedBy(2));
    private static final Duration NOTICED = Nodes.GONE.plus(Presence.LOOK);

    private final ManualTime time = new ManualTime();
    private final LogHub hub = new LogHub(this::kept, time);
    private final InMemoryEventLog seen = hub.node().copy();
    private final List<Node> nodes = new ArrayList<>();

    private InMemoryEventLogBuilder kept() {
        return InMemoryEventLog.builder().ticker(time).topicIdle(Duration.ofDays(1));
    }

    /** A demo without pages. */
    private final class Node {
        private final LogNode log = hub.node();
        private final Presence presence = new Presence(List.of(ROOM));
        private final Notifier notifier = Notifier.builder()
                .log(log)
                .access(Access.allowSubscribe("**"))
                .scheduler(time)
                .ticker(time)
                .executor(Runnable::run)
                .dispatchers(1)
                .listener(presence)
                .build();
        private final Nodes all;

        Node(String name) {
            all = Nodes.named(name, notifier);
            PriceTicker.start(notifier, all::leads);
            Market.open(notifier, all::leads, new Random(1));
            presence.start(notifier, all);
            nodes.add(this);
        }

        Subscription enters(String visitor) {
            Client client = new Client(visitor, "127.0.0.1", Map.of(), "test");
            return notifier.subscribeFor(client, SubscriptionRequest.to("chat/" + ROOM + "/*"))
                    .toCompletableFuture()
                    .join();
        }

        /** Nothing that it does or knows reaches anybody any more, and it closes nothing. */
        void dies() {
            log.cutOff(Outcome.NOT_STORED);
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> node.notifier.close());
    }

    private List<String> published(String topic) {
        try (Notifier reader = Notifier.builder().log(seen).build();
                Subscription all =
                        reader.subscribe(SubscriptionRequest.to(topic).from(From.earliest()))) {
            return all.next(10_000).events().stream()
                    .map(Event::data)
                    .map(String::valueOf)
                    .toList();
        }
    }

    private List<String> online() {
        return published("presence/" + ROOM);
    }

    private static String names(String... names) {
        return names.length == 0 ? "{\"names\":[]}" : "{\"names\":[\"" + String.join("\",\"", names) + "\"]}";
    }

    @Test
    void who_is_at_any_node_is_online_and_told_once() {
        Node first = new Node("1");
        Node second = new Node("2");
        first.enters("bob");
        time.advance(Presence.LOOK);
        Subscription ann = second.enters("ann");
        time.advance(Presence.LOOK.multipliedBy(2));
        assertThat(online()).containsExactly(names(), names("bob"), names("ann", "bob"));
        ann.close();
        time.advance(AWAY);
        time.advance(Duration.ofMinutes(1));
        assertThat(online()).containsExactly(names(), names("bob"), names("ann", "bob"), names("bob"));
    }

    @Test
    void one_that_is_behind_tells_nothing_that_is_over() {
        Node first = new Node("1");
        Node second = new Node("2");
        second.enters("bob");
        second.log.pause();
        first.enters("ann");
        time.advance(Presence.LOOK.multipliedBy(2));
        second.log.resume();
        time.advance(Presence.LOOK.multipliedBy(2));
        assertThat(online()).containsExactly(names(), names("ann"), names("ann", "bob"));
    }

    @Test
    void one_who_changes_the_node_is_online_all_the_time() {
        Node first = new Node("1");
        Node second = new Node("2");
        for (int i = 0; i < 10; i++) {
            (i % 2 == 0 ? first : second).enters("ann").close(CloseReason.ANSWERED);
            time.advance(Duration.ofSeconds(3));
        }
        assertThat(online()).containsExactly(names(), names("ann"));
    }

    @Test
    void when_a_node_dies_its_people_are_away_and_the_others_stay() {
        Node first = new Node("1");
        Node second = new Node("2");
        first.enters("ann");
        second.enters("bob");
        time.advance(Duration.ofSeconds(5));
        assertThat(online()).last().isEqualTo(names("ann", "bob"));
        second.dies();
        time.advance(NOTICED);
        assertThat(online()).last().isEqualTo(names("ann"));
    }

    @Test
    void when_the_one_that_leads_dies_another_does() {
        Node first = new Node("1");
        Node second = new Node("2");
        first.enters("ann");
        second.enters("bob");
        time.advance(Duration.ofSeconds(5));
        assertThat(first.all.leads()).isTrue();
        assertThat(second.all.leads()).isFalse();
        first.dies();
        time.advance(NOTICED);
        assertThat(second.all.leads()).isTrue();
        assertThat(online()).last().isEqualTo(names("bob"));
        int before = published("prices/demo").size();
        time.advance(Duration.ofSeconds(10));
        assertThat(published("prices/demo")).hasSize(before + 10);
    }

    @Test
    void one_that_begins_later_knows_the_others_at_once_and_changes_nothing() {
        Node first = new Node("1");
        first.enters("ann");
        time.advance(Presence.LOOK);
        int before = published("**").size();
        Node second = new Node("2");
        assertThat(second.all.leads()).isFalse();
        assertThat(published("**")).as("and what it tells of itself").hasSize(before + 1);
        assertThat(online()).containsExactly(names(), names("ann"));
    }

    @Test
    void prices_tick_once_however_many_nodes() {
        new Node("1");
        new Node("2");
        new Node("3");
        time.advance(Duration.ofSeconds(30));
        assertThat(published("prices/demo")).hasSize(1 + 30);
        assertThat(published("market/CIDR")).hasSize(1 + 30);
    }

    @Test
    void who_is_mentioned_is_told_once() {
        Node first = new Node("1");
        Node second = new Node("2");
        for (int i = 0; i < 2; i++) {
            Event said = first.notifier.publish("chat/lobby/ann", Map.of("text", "@bob, look"));
            new Mentions(first.notifier).onEvent(said);
            new Mentions(second.notifier).onEvent(said);
        }
        assertThat(published("user/bob/mentions")).as("of each message").hasSize(2);
    }

    @Test
    void after_the_log_has_lost_everything_who_is_online_is_told_again() {
        Node first = new Node("1");
        first.enters("ann");
        time.advance(Presence.LOOK.multipliedBy(2));
        hub.replace();
        time.advance(Presence.LOOK);
        assertThat(online()).containsExactly(names("ann"));
    }

    @Test
    void what_could_not_be_published_is_made_up_for() {
        Node first = new Node("1");
        first.log.cutOff(Outcome.NOT_STORED);
        first.enters("ann");
        time.advance(Presence.LOOK);
        assertThat(online()).containsExactly(names());
        first.log.resume();
        time.advance(Presence.LOOK);
        assertThat(online()).containsExactly(names(), names("ann"));
    }

    @Test
    void what_nodes_tell_each_other_is_told_to_nobody_else() {
        Client ann = new Client("ann", "127.0.0.1", Map.of(), "test");
        for (String topics : List.of("nodes/*", "nodes/1", "*/*")) {
            assertThat(DemoApplication.access()
                            .decide(ann, Action.SUBSCRIBE, TopicFilter.of(topics))
                            .toCompletableFuture()
                            .join())
                    .as(topics)
                    .isFalse();
        }
    }
}
