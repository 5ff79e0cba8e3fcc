package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import java.util.AbstractList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EpochGapTest {
    static Stream<Cursor> cursors_that_this_log_never_gave_out() {
        return Stream.of(
                new Cursor(LogRig.EPOCH + 1, 0, 2), // of another life
                new Cursor(LogRig.EPOCH, 0, 4), // of the future
                new Cursor(LogRig.EPOCH, 0, Long.MAX_VALUE),
                new Cursor(LogRig.EPOCH, 1, 2), // of another generation
                Cursor.FOREIGN,
                Cursor.parse("latest"));
    }

    @ParameterizedTest
    @MethodSource("cursors_that_this_log_never_gave_out")
    void it_is_a_gap_and_all_that_is_retained_follows(Cursor cursor) {
        LogRig rig = LogRig.keeping(1);
        rig.publish("other", "a", "b");
        LogReader reader = rig.from(From.after(cursor), "a", "b");
        assertThat(reader.hasNews()).isTrue();
        assertThat(reader.next(1)).isEqualTo("gap(EPOCH 1) 2");
        assertThat(reader.next(1)).isEqualTo("3");
        assertThat(reader.next()).isEmpty();
        assertThat(reader.hasNews()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("cursors_that_this_log_never_gave_out")
    void with_nothing_retained_reading_goes_on_from_now(Cursor cursor) {
        LogRig rig = LogRig.keeping(1);
        rig.publish("other", "other", "other");
        LogReader reader = rig.from(From.after(cursor), "a");
        assertThat(reader.next()).isEqualTo("gap(EPOCH 3)");
        assertThat(reader.place()).isEqualTo(3);
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void what_had_gone_by_then_is_no_second_gap() {
        LogRig rig = LogRig.keeping(1);
        rig.publish("a", "a", "a", "b", "b");
        LogReader reader = rig.from(From.after(Cursor.FOREIGN), "a", "b");
        assertThat(reader.next(1)).isEqualTo("gap(EPOCH 2) 3");
        assertThat(reader.next(1)).isEqualTo("5");
    }

    @Test
    void what_goes_afterwards_is() {
        LogRig rig = LogRig.keeping(1);
        rig.publish("a", "b");
        LogReader reader = rig.from(From.after(Cursor.FOREIGN), "a", "b");
        assertThat(reader.next(1)).isEqualTo("gap(EPOCH 0) 1");
        rig.publish("b");
        assertThat(reader.next(1)).isEqualTo("gap(EVICTED 1->1) 3");
    }

    @Test
    void what_goes_while_the_first_batch_is_read_is_a_gap_of_its_own() {
        LogRig rig = LogRig.keeping(2);
        rig.publish("a", "a", "b", "b");
        List<TopicFilter> filters = new AbstractList<>() {
            @Override
            public TopicFilter get(int index) {
                if (rig.log.head().sequence() == 4) {
                    rig.publish("b"); // 3 is lost, after the read has begun
                }
                return TopicFilter.of(index == 0 ? "a" : "b");
            }

            @Override
            public int size() {
                return 2;
            }
        };
        LogReader reader = new LogReader(rig.log, filters, From.after(Cursor.FOREIGN));
        assertThat(reader.next(2)).isEqualTo("gap(EPOCH 0) 1 2");
        assertThat(reader.next(2)).isEqualTo("gap(EVICTED 2->2) 4 5");
    }

    @Test
    void the_last_place_that_was_given_out_is_no_gap() {
        LogRig rig = LogRig.keeping(1);
        rig.publish("a");
        assertThat(rig.log.head()).isEqualTo(new Cursor(LogRig.EPOCH, 0, 1));
        assertThat(rig.from(From.after(rig.log.head()), "a").next()).isEmpty();
        rig.publish("a");
        assertThat(rig.after(1, "a").next()).isEqualTo("2");
    }

    @Test
    void every_log_has_an_epoch_of_its_own() {
        assertThat(InMemoryEventLog.create().head().epoch())
                .isNotEqualTo(InMemoryEventLog.create().head().epoch());
        assertThat(InMemoryEventLog.create().head().isForeign()).isFalse();
    }

    @Test
    void tokens_at_random_never_fail_and_never_read_from_now() {
        LogRig rig = LogRig.keeping(10);
        rig.publish("a");
        String characters = "0123456789abcdefghijklmnopqrstuvwxyzABCXYZ._~-";
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            String token = i % 2 == 0 // else of the shape of ours, with numbers that may be too large
                    ? random(random, characters, 96)
                    : random(random, "0123456789abcdefghijklmnopqrstuvwxyz", 13) + "." + random(random, "123456789", 10)
                            + "-" + random(random, "123456789", 19);
            assertThat(rig.from(From.after(Cursor.parse(token)), "a").next())
                    .as("token %s", token)
                    .isEqualTo("gap(EPOCH 0) 1");
        }
    }

    private static String random(Random random, String characters, int longest) {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(longest); text.length() < length; ) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }
}
