package dev.realtime.examples;

import dev.realtime.Client;
import dev.realtime.Notifier;
import dev.realtime.NotifierListener;
import dev.realtime.Publication;
import dev.realtime.Subscription;
import dev.realtime.event.TopicFilter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is online in each room of the chat, published as the latest value of {@code presence/<room>}: whoever is logged in and has a
 * subscription open to what is said there.
 *
 * <p>Twice a second it looks at the open subscriptions, since a WebSocket's may change its topics while it is open. A name stays
 * for a moment after it was last seen: between two polls, or while a page is loaded again, nobody is away. What it holds is
 * bounded by the subscriptions that are open and by {@link #MOST}, whatever names clients think of.
 */
final class Presence implements NotifierListener {
    /** How many names are told of a room. */
    static final int MOST = 200;

    /** How long after it was last seen a name counts as online: longer than from one poll to the next. */
    static final Duration STAYS = Duration.ofSeconds(5);

    static final Duration LOOK = Duration.ofMillis(500);

    private final List<Room> rooms;
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();

    Presence(List<String> rooms) {
        this.rooms = rooms.stream().map(Room::new).toList();
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
    void start(Notifier notifier) {
        rooms.forEach(room -> room.publish(notifier));
        lookLater(notifier);
    }

    private void lookLater(Notifier notifier) {
        notifier.scheduler().schedule(() -> look(notifier), LOOK);
    }

    private void look(Notifier notifier) {
        long now = notifier.ticker().nanos();
        // Found first and let go of last: one that was open between two looks only, as a poll is, counts once.
        List<Subscription> over = open.stream()
                .filter(subscription -> subscription.closed() != null)
                .toList();
        open.forEach(subscription -> rooms.forEach(room -> room.see(subscription, now)));
        over.forEach(open::remove);
        for (Room room : rooms) {
            if (room.hasChanged(now)) {
                room.publish(notifier);
            }
        }
        lookLater(notifier);
    }

    /** Only for the thread that looks. */
    private static final class Room {
        private final String topic;
        private final TopicFilter everyone;
        private final Map<String, Long> seen = new HashMap<>();
        private Online online = new Online(List.of());

        Room(String name) {
            topic = "presence/" + name;
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

        boolean hasChanged(long now) {
            seen.values().removeIf(at -> now - at >= STAYS.toNanos());
            Online before = online;
            online = new Online(List.copyOf(new TreeMap<>(seen).keySet()));
            return !online.equals(before);
        }

        void publish(Notifier notifier) {
            notifier.publishAsync(Publication.of(topic, online)); // does not throw while the notifier closes
        }
    }
}
