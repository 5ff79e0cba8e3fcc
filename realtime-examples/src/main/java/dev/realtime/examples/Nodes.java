package dev.realtime.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.Notifier;
import dev.realtime.Publication;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The demos that share one log, as this one sees them: who is online at the others, and whether this one does what only one of
 * them may.
 *
 * <p>Each tells on {@code nodes/<name>} who is online there, at once where that has changed and every {@link #BEAT} anyway. One that
 * has told nothing for {@link #GONE} is gone, and with it whoever was online there. The one that began first leads. All that is
 * known of the others is in the log: one that comes later reads it there.
 *
 * <p>{@link #leads} is safe for use by several threads, the rest is for one thread at a time.
 */
final class Nodes {
    static final Duration BEAT = Duration.ofSeconds(2);

    /** Longer than a few beats, so that a pause of Redis or of the machine is not taken for an end. */
    static final Duration GONE = Duration.ofSeconds(7);

    private static final String TOPICS = "nodes/";
    private static final int AT_ONCE = 100;
    private static final JsonMapper JSON = new JsonMapper();

    private final Notifier notifier;
    private final String name;
    private final boolean alone;
    private final Subscription told;
    private final TreeMap<String, Report> others = new TreeMap<>();
    private Map<String, List<String>> reported = Map.of();
    private long reportedAt;
    private volatile boolean leads;

    private Nodes(Notifier notifier, String name, boolean alone) {
        this.notifier = notifier;
        this.name = name;
        this.alone = alone;
        this.told = notifier.subscribe(SubscriptionRequest.to(TOPICS + "*").from(From.earliest()));
        this.reportedAt = notifier.ticker().nanos() - BEAT.toNanos();
        listen();
    }

    private record Report(JsonNode online, long at) {}

    /** The only one there is, which tells nobody anything. */
    static Nodes alone(Notifier notifier) {
        return new Nodes(notifier, "alone", true);
    }

    /** One of those that share the notifier's log. */
    static Nodes sharing(Notifier notifier) {
        long begun = System.currentTimeMillis();
        int andNoOther = ThreadLocalRandom.current().nextInt(1 << 16);
        return named("%d-%04x".formatted(begun, andNoOther), notifier);
    }

    /** The first by name leads. */
    static Nodes named(String name, Notifier notifier) {
        return new Nodes(notifier, name, false);
    }

    /** Whether this one does what must not be done twice; for a moment two may, or none. */
    boolean leads() {
        return leads;
    }

    /** Takes in what the others have told, and tells them who is online here in each room. */
    void meet(Map<String, List<String>> here) {
        listen();
        long now = notifier.ticker().nanos();
        if (!alone && (!here.equals(reported) || now - reportedAt >= BEAT.toNanos())) {
            reported = here;
            reportedAt = now;
            notifier.publishAsync(Publication.of(TOPICS + name, here)); // where it fails, the next beat makes up for it
        }
    }

    private void listen() {
        long now = notifier.ticker().nanos();
        for (Batch batch = told.next(AT_ONCE); !batch.isEmpty(); batch = told.next(AT_ONCE)) {
            batch.events().forEach(event -> hear(event, now));
        }
        others.values().removeIf(report -> now - report.at() >= GONE.toNanos());
        leads = others.isEmpty() || name.compareTo(others.firstKey()) < 0;
    }

    private void hear(Event event, long now) {
        String teller = event.topic().name().substring(TOPICS.length());
        if (!teller.equals(name)) {
            others.put(teller, new Report(json(event), now));
        }
    }

    /** Who is online in this room at the others, perhaps some twice. */
    Stream<String> onlineElsewhere(String room) {
        return others.values().stream().flatMap(report -> texts(report.online().path(room)));
    }

    /** The texts of a list. */
    static Stream<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText);
    }

    static JsonNode json(Event event) {
        try {
            return JSON.readTree(event.data().toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event's data is not JSON: " + event.topic(), e);
        }
    }
}
