package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Topic;
import org.junit.jupiter.api.Test;

class RecentTopicsTest {
    private final RecentTopics recent = new RecentTopics(4, 10);

    @Test
    void it_knows_the_topics_of_the_newest_events() {
        add(11, 12);
        assertThat(recent.last()).isEqualTo(12);
        assertThat(recent.get(11)).isEqualTo(topic(11));
        assertThat(recent.get(12)).isEqualTo(topic(12));
    }

    @Test
    void one_less_than_its_size_since_the_next_may_be_being_written() {
        add(11, 14);
        assertThat(recent.get(11)).isNull();
        assertThat(recent.get(12)).isEqualTo(topic(12));
        add(15, 15);
        assertThat(recent.get(12)).isNull();
        assertThat(recent.get(15)).isEqualTo(topic(15));
    }

    @Test
    void what_was_overrun_is_never_taken_for_another() {
        add(11, 100);
        for (long sequence = 11; sequence <= 100; sequence++) {
            Topic topic = recent.get(sequence);
            assertThat(topic).isEqualTo(sequence > 97 ? topic(sequence) : null);
        }
    }

    @Test
    void what_never_was_here_is_unknown() {
        assertThat(recent.get(10)).isNull();
        add(13, 13);
        assertThat(recent.get(12)).isNull();
    }

    private void add(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            recent.add(sequence, topic(sequence));
        }
    }

    private static Topic topic(long sequence) {
        return new Topic("t" + sequence);
    }
}
