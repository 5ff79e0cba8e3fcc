package dev.realtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
    private static final Topic TOPIC = new Topic("orders/42");
    private static final Instant TIME = Instant.parse("2026-11-20T09:15:03.120456Z");

    @Test
    void it_gives_back_what_it_was_made_of() {
        Event event = event(new Cursor(7, 3, 12), "shipped");
        assertThat(event.id()).isEqualTo(new Cursor(7, 3, 12));
        assertThat(event.sequence()).isEqualTo(12);
        assertThat(event.topic()).isEqualTo(TOPIC);
        assertThat(event.type()).isEqualTo("shipped");
        assertThat(event.data()).hasToString("{\"n\":1}");
        assertThat(event).hasToString("7.3-12 orders/42 shipped");
    }

    @Test
    void its_time_is_kept_to_the_millisecond() {
        assertThat(event(new Cursor(7, 0, 12), "a").time()).isEqualTo("2026-11-20T09:15:03.120Z");
    }

    @Test
    void events_are_equal_when_they_are_one_record_of_one_log() {
        Event event = event(new Cursor(7, 0, 12), "a");
        assertThat(event).isEqualTo(event(new Cursor(7, 0, 12), "b"));
        assertThat(event).hasSameHashCodeAs(event(new Cursor(7, 0, 12), "b"));
        assertThat(event).isNotEqualTo(event(new Cursor(7, 0, 13), "a"));
        assertThat(event).isNotEqualTo(event(new Cursor(8, 0, 12), "a"));
        assertThat(event).isNotEqualTo(event(new Cursor(7, 1, 12), "a"));
        assertThat(event).isNotEqualTo("7-12");
    }

    @Test
    void sequences_begin_with_1() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(new Cursor(7, 0, 0), "a"))
                .withMessage("an event's sequence must be 1 or more: 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "a", "order.shipped", "x:Y_0-9", "gaps", "Gap", "opened"})
    void a_type_is_a_plain_word(String type) {
        assertThat(Event.requireType(type)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "é", "a\n", "a/b", "a\"b"})
    void nothing_else_is_a_type_and_the_error_does_not_repeat_it(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(new Cursor(7, 0, 1), type))
                .withMessage("type must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
    }

    @Test
    void a_type_has_at_most_64_characters() {
        assertThat(Event.requireType("x".repeat(64))).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Event.requireType("x".repeat(65)))
                .withMessage("type must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gap", "heartbeat", "open", "error"})
    void some_types_are_reserved(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Event.requireType(type))
                .withMessage("type must not be one of the reserved gap, heartbeat, open, error: " + type);
    }

    private static Event event(Cursor id, String type) {
        return new Event(id, TOPIC, type, TIME, Json.parse("{\"n\": 1}"));
    }
}
