package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SizeClassesTest {
    private final Random random = new Random(5);
    private final SizeClasses classes = new SizeClasses();
    private final List<TopicLog> model = new ArrayList<>();

    @Test
    void it_always_shows_one_of_the_largest_whatever_comes_grows_shrinks_and_goes() {
        for (int i = 1; i < 20_000; i++) {
            int choice = random.nextInt(10);
            if (model.isEmpty() || (choice == 0 && model.size() < 100)) {
                TopicLog topic = new TopicLog(new Topic("t" + i), Retention.DEFAULT);
                model.add(topic);
                classes.add(topic);
            } else {
                change(model.get(random.nextInt(model.size())), choice, i);
            }
            TopicLog largest = classes.largest();
            assertIsAmongTheLargest(largest, model);
            List<TopicLog> others =
                    model.stream().filter(topic -> topic != largest).toList();
            if (!others.isEmpty()) {
                assertThat(classes.largestBut(others.get(0))).isSameAs(largest);
                assertIsAmongTheLargest(classes.largestBut(largest), others);
            }
        }
    }

    private void change(TopicLog topic, int choice, int number) {
        if (choice == 1 && model.size() > 1) {
            model.remove(topic);
            classes.remove(topic);
        } else if (choice < 5 && !topic.isEmpty()) {
            topic.removeOldest();
            classes.update(topic);
        } else {
            Json data = Json.parse("1".repeat(1 + random.nextInt(300)));
            topic.add(new Event(new Cursor(1, 0, number), topic.topic, "t", 0, data), 0);
            classes.update(topic);
        }
    }

    private static void assertIsAmongTheLargest(TopicLog topic, List<TopicLog> all) {
        long most = all.stream().mapToLong(TopicLog::bytes).max().orElseThrow();
        assertThat(all).contains(topic);
        assertThat(topic.bytes()).isGreaterThan(most - most / 8 - 1);
    }

    @Test
    void sizes_of_one_class_differ_by_less_than_an_eighth_and_classes_rise_with_sizes() {
        long smallest = 0;
        for (long bytes = 1; bytes < 100_000; bytes++) {
            int before = SizeClasses.classOf(bytes - 1);
            int now = SizeClasses.classOf(bytes);
            assertThat(now).isBetween(before, before + 1);
            smallest = now == before ? smallest : bytes;
            assertThat(8 * (bytes - smallest)).as("%d", bytes).isLessThan(bytes);
        }
        assertThat(SizeClasses.classOf(Long.MAX_VALUE)).isLessThan(SizeClasses.CLASSES);
    }

    @Test
    void of_those_that_hold_as_much_the_one_that_came_to_it_first_goes_first() {
        List<TopicLog> same = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TopicLog topic = new TopicLog(new Topic("t" + i), Retention.DEFAULT);
            same.add(topic);
            classes.add(topic);
        }
        for (TopicLog topic : same) {
            assertThat(classes.largest()).isSameAs(topic);
            classes.remove(topic);
        }
    }
}
