package dev.realtime.log;

import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Fills a log with what {@link ScaleTest} says, reads a sample back, and prints what it found. */
final class FullLogMain {
    private static final int TOPICS = 100_000;
    private static final int EVENTS_OF_EACH = 10;
    private static final int PAYLOAD = 200;

    private FullLogMain() {}

    public static void main(String[] arguments) {
        InMemoryEventLog log =
                InMemoryEventLog.builder().maxTotalBytes(512L << 20).build();
        for (int i = 0; i < EVENTS_OF_EACH; i++) {
            for (int topic = 0; topic < TOPICS; topic++) {
                // Every string fresh, as it is when events come over the network.
                Draft draft = new Draft(new Topic("orders/" + topic), new String("changed"), payload(topic, i), null);
                log.append(draft).toCompletableFuture().join();
            }
        }
        System.out.printf("%d topics, %d bytes counted%n", log.topicCount(), log.totalBytes());
        for (int topic = 0; topic < TOPICS; topic += 997) {
            List<Event> events = log.readNow(LogRig.filters("orders/" + topic), From.earliest(), 100)
                    .events();
            if (events.size() != EVENTS_OF_EACH || !events.get(3).data().equals(payload(topic, 3))) {
                throw new AssertionError("orders/" + topic + ": " + events);
            }
        }
        if (log.readNow(LogRig.filters("**"), From.last(1_000), 1_000).events().size() != 1_000) {
            throw new AssertionError("the last 1,000 are not there");
        }
    }

    private static Json payload(int topic, int number) {
        StringBuilder text =
                new StringBuilder(PAYLOAD).append('"').append(topic).append('-').append(number);
        while (text.length() < PAYLOAD - 1) {
            text.append('x');
        }
        return Json.parse(text.append('"').toString().getBytes(StandardCharsets.UTF_8));
    }
}
