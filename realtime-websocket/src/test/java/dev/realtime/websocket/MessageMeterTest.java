package dev.realtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageMeterTest {
    private final MessageMeter meter = new MessageMeter(10, 3);

    @Test
    void admits_as_many_bytes_as_allowed_in_one_piece_or_several() {
        assertThat(meter.admits(10, true)).isTrue();
        assertThat(meter.admits(4, false)).isTrue();
        assertThat(meter.admits(6, true)).isTrue();
    }

    @Test
    void refuses_a_byte_more() {
        assertThat(meter.admits(11, true)).isFalse();
        assertThat(meter.admits(4, false)).isTrue();
        assertThat(meter.admits(7, false)).isFalse();
    }

    @Test
    void counts_pieces_without_a_byte() {
        assertThat(meter.admits(0, false)).isTrue();
        assertThat(meter.admits(0, false)).isTrue();
        assertThat(meter.admits(0, false)).isTrue();
        assertThat(meter.admits(0, false)).isFalse();
    }

    @Test
    void begins_anew_with_each_message() {
        for (int message = 0; message < 5; message++) {
            assertThat(meter.admits(5, false)).isTrue();
            assertThat(meter.admits(5, true)).isTrue();
        }
    }

    @Test
    void does_not_wrap_around() {
        for (int i = 0; i < 3; i++) {
            assertThat(meter.admits(Integer.MAX_VALUE, false)).isFalse();
        }
    }

    @Test
    void measures_text_as_it_is_in_utf8() {
        assertThat(MessageMeter.utf8Length("")).isZero();
        assertThat(MessageMeter.utf8Length("plain")).isEqualTo(5);
        assertThat(MessageMeter.utf8Length("Příliš")).isEqualTo(9);
        assertThat(MessageMeter.utf8Length("주문")).isEqualTo(6);
        assertThat(MessageMeter.utf8Length("\uD83D\uDCE6")).isEqualTo(4);
    }

    @Test
    void measures_a_pair_that_is_split_between_pieces_as_a_whole() {
        assertThat(MessageMeter.utf8Length("\uD83D") + MessageMeter.utf8Length("\uDCE6"))
                .isEqualTo(4);
    }
}
