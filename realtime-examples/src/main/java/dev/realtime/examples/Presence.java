package dev.realtime.examples;

import dev.realtime.Client;
import dev.realtime.Notifier;
import dev.realtime.NotifierListener;
import dev.realtime.Publication;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is online in each room of the chat, published as the latest value of {@code presence/<room>}: whoever is logged in and has a
 * subscription open to what is said there.
 *
 * <p>Twice a second it looks at the open subscriptions, since a WebSocket's may change its topics while it is open. A name stays
 * for a moment after it was last seen: between two polls, or while a page is loaded again, nobody is away. What it holds is
 * bounded by the subscriptions that are open and by {@link #MOST}, whatever names clients think of.
 *
 * <p>Where several nodes share the log, each looks at its own and tells the others, and the one that leads publishes who is online
 * at any of them.
 */
final class Presence implements NotifierListener {
    /** How many names are told of a room. */
    static final int MOST = 200;

    /** How long after it was last seen a name counts as online: longer than from one poll to the next. */
    static final Duration STAYS = Duration.ofSeconds(5);

    static final Duration LOOK = Duration.ofMillis(500);

    private static final String TOPICS = "presence/";

    private final Map<String, Room> rooms = new TreeMap<>();
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();

    Presence(List<String> rooms) {
        rooms.forEach(name -> this.rooms.put(name, new Room(name)));
    }

    /** What is published: the names in alphabetical order. */
    record Online(List<String> names) {}

    @Override
    public void subscribed(Subscription subscription) {
        Client client = subscription.client();
        if (client != null && client.principal() != null) {
            open.add(subscription);
        }
    }

    /** Begins to look, and goes on until the notifier is closed. */
    void start(Notifier notifier, Nodes nodes) {
        look(
                notifier,
                nodes,
                notifier.subscribe(SubscriptionRequest.to(TOPICS + "*").from(From.earliest())));
    }

    private void look(Notifier notifier, Nodes nodes, Subscription told) {
        long now = notifier.ticker().nanos();
        // Found first and let go of last: one that was open between two looks only, as a poll is, counts once.
        List<Subscription> over = open.stream()
                .filter(subscription -> subscription.closed() != null)
                .toList();
        open.forEach(subscription -> rooms.values().forEach(room -> room.see(subscription, now)));
        over.forEach(open::remove);
        Map<String, List<String>> here = new TreeMap<>();
        rooms.forEach((name, room) -> here.put(name, room.here(now)));
        nodes.meet(here);
        listen(told);
        if (nodes.leads()) {
            rooms.forEach((name, room) -> room.tell(notifier, nodes.onlineElsewhere(name)));
        }
        notifier.scheduler().schedule(() -> look(notifier, nodes, told), LOOK);
    }

    /** What the log says is what counts, whoever has published it, and whatever became of what this node wanted to. */
    private void listen(Subscription told) {
        for (Batch batch = told.next(MOST); !batch.isEmpty(); batch = told.next(MOST)) {
            if (batch.gap() != null) {
                rooms.values().forEach(room -> room.told = null);
            }
            for (Event event : batch.events()) {
                Room room = rooms.get(event.topic().name().substring(TOPICS.length()));
                if (room != null) {
                    room.told = Nodes.texts(Nodes.json(event).path("names")).toList();
                }
            }
        }
    }

    /** Only for the thread that looks. */
    private static final class Room {
        private final String topic;
        private final TopicFilter everyone;
        private final Map<String, Long> seen = new HashMap<>();
        private @Nullable List<String> told;
        private CompletableFuture<?> telling = CompletableFuture.completedFuture(null);

        Room(String name) {
            topic = TOPICS + name;
            everyone = TopicFilter.of("chat/" + name + "/*");
        }

        void see(Subscription subscription, long now) {
            Client client = subscription.client();
            String name = client == null ? null : client.principal();
            boolean there = subscription.topics().stream().anyMatch(filter -> filter.covers(everyone));
            if (name != null && there && (seen.size() < MOST || seen.containsKey(name))) {
                seen.put(name, now);
            }
        }

        List<String> here(long now) {
            seen.values().removeIf(at -> now - at >= STAYS.toNanos());
            return seen.keySet().stream().sorted().toList();
        }

        void tell(Notifier notifier, Stream<String> elsewhere) {
            List<String> names = Stream.concat(seen.keySet().stream(), elsewhere)
                    .distinct()
                    .limit(MOST)
                    .sorted()
                    .toList();
            if (telling.isDone() && !names.equals(told)) {
                // Does not throw while the notifier closes.
                telling = notifier.publishAsync(Publication.of(topic, new Online(names)))
                        .toCompletableFuture();
            }
        }
    }
}
