package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicLogTest {
    private static final Json DATA = Json.of(1);

    private final TopicLog topic = new TopicLog(new Topic("a"), Retention.DEFAULT);

    @Test
    void an_index_that_was_evicted_shows_nothing_even_where_its_slot_is_filled_anew() {
        add(10);
        add(20);
        topic.removeOldest();
        add(30); // in the slot where 10 was
        assertThat(topic.at(0)).isNull();
        assertThat(topic.at(1).sequence()).isEqualTo(20);
        assertThat(topic.at(2).sequence()).isEqualTo(30);
    }

    @Test
    void the_first_after_a_sequence_is_found_wherever_it_is() {
        Random random = new Random(9);
        for (int i = 0; i < 500; i++) {
            if (random.nextInt(3) == 0 && !topic.isEmpty()) {
                topic.removeOldest();
            } else {
                add((i + 1) * 10L);
            }
            long after = random.nextInt(i * 10 + 20);
            long expected = topic.begin();
            while (expected < topic.end() && topic.at(expected).sequence() <= after) {
                expected++;
            }
            assertThat(Math.min(topic.firstAfter(after, topic.end()), topic.end()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void a_sequence_is_found_if_it_is_retained() {
        add(10);
        add(20);
        add(30);
        topic.removeOldest();
        assertThat(topic.find(10)).isNull();
        assertThat(topic.find(15)).isNull();
        assertThat(topic.find(20).sequence()).isEqualTo(20);
        assertThat(topic.find(30).sequence()).isEqualTo(30);
        assertThat(topic.find(40)).isNull();
    }

    @Test
    void it_remembers_when_the_oldest_came_however_its_ring_is_resized() {
        for (int i = 1; i <= 100; i++) {
            topic.add(event(i), i * 1_000L);
        }
        for (int i = 1; i < 100; i++) {
            assertThat(topic.oldestAppendedAt()).isEqualTo(i * 1_000L);
            assertThat(topic.oldest().sequence()).isEqualTo(i);
            topic.removeOldest();
        }
        assertThat(topic.size()).isEqualTo(1);
        assertThat(topic.lastAppendedAt()).isEqualTo(100_000L);
        assertThat(topic.bytes()).isEqualTo(TopicLog.cost(topic.topic) + TopicLog.EVENT_OVERHEAD + 1);
    }

    private void add(long sequence) {
        topic.add(event(sequence), 0);
    }

    private Event event(long sequence) {
        return new Event(new Cursor(7, 0, sequence), topic.topic, "t", Instant.EPOCH, DATA);
    }
}
