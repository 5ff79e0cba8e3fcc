package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SizeHeapTest {
    private static final Comparator<TopicLog> ORDER =
            Comparator.comparingLong(TopicLog::bytes).reversed().thenComparingLong(TopicLog::lastSequence);

    @Test
    void it_always_shows_the_largest_whatever_comes_grows_shrinks_and_goes() {
        Random random = new Random(5);
        SizeHeap heap = new SizeHeap();
        List<TopicLog> model = new ArrayList<>();
        for (int i = 1; i < 20_000; i++) {
            int choice = random.nextInt(10);
            if (model.isEmpty() || choice == 0) {
                TopicLog topic = new TopicLog(new Topic("t" + i), Retention.DEFAULT);
                model.add(topic);
                heap.add(topic);
            } else {
                TopicLog topic = model.get(random.nextInt(model.size()));
                if (choice == 1 && model.size() > 1) {
                    model.remove(topic);
                    heap.remove(topic);
                } else if (choice < 6 && !topic.isEmpty()) {
                    topic.removeOldest();
                    heap.update(topic);
                } else {
                    Json data = Json.parse("1".repeat(1 + random.nextInt(3)));
                    topic.add(new Event(new Cursor(1, 0, i), topic.topic, "t", Instant.EPOCH, data), 0);
                    heap.update(topic);
                }
            }
            TopicLog largest = model.stream().min(ORDER).orElseThrow();
            assertThat(ORDER.compare(heap.largest(), largest)).isZero();
            model.stream()
                    .filter(topic -> topic != heap.largest())
                    .min(ORDER)
                    .ifPresent(second -> assertThat(ORDER.compare(heap.largestBut(heap.largest()), second))
                            .isZero());
        }
    }
}
