package dev.realtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void its_token_is_short_and_plain() {
        assertThat(new Cursor(35, 0, 1042).token()).isEqualTo("z-1042");
        assertThat(new Cursor(36, 7, 0).token()).isEqualTo("10.7-0");
        assertThat(new Cursor(-1, 0, 1).token()).isEqualTo("3w5e11264sgsf-1");
        assertThat(new Cursor(35, 0, 1042)).hasToString("z-1042");
    }

    @Test
    void every_cursor_is_read_back_from_its_token() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Cursor cursor = new Cursor(
                    random.nextLong(),
                    random.nextBoolean() ? 0 : random.nextInt(1_000_000_000),
                    random.nextLong(1L << random.nextInt(1, 60)));
            assertThat(Cursor.isWellFormed(cursor.token())).isTrue();
            assertThat(Cursor.parse(cursor.token())).isEqualTo(cursor);
        }
    }

    @Test
    void the_highest_numbers_are_read_back_too() {
        Cursor highest = new Cursor(-1, Integer.MAX_VALUE, Long.MAX_VALUE);
        assertThat(Cursor.parse(highest.token())).isEqualTo(highest);
        assertThat(Cursor.parse("1.2147483648-1")).isEqualTo(Cursor.FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a\n", "é", "\"a\"", "a,b", "%41", "a+b", "a\0"})
    void what_breaks_the_character_rule_is_malformed(String token) {
        malformed(token);
    }

    @Test
    void more_than_96_characters_are_malformed() {
        assertThat(Cursor.parse("x".repeat(96))).isEqualTo(Cursor.FOREIGN);
        malformed("x".repeat(97));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "-",
                "~",
                "1-",
                "-1",
                "1--1",
                "1-1-1",
                "1-x",
                "1.2.3-4",
                "1.-1",
                "latest",
                "earliest",
                "A-1",
                "1_0-1"
            })
    void a_well_formed_token_of_another_hand_is_foreign(String token) {
        assertThat(Cursor.parse(token)).isEqualTo(Cursor.FOREIGN);
        assertThat(Cursor.parse(token).isForeign()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-1", "1-01", "1.0-1", "1.07-1", "00-0"})
    void a_second_spelling_of_a_cursor_is_foreign(String token) {
        assertThat(Cursor.parse(token)).isEqualTo(Cursor.FOREIGN);
    }

    @Test
    void numbers_beyond_64_bits_are_foreign() {
        assertThat(Cursor.parse("3w5e11264sgsf-1").epoch()).isEqualTo(-1);
        assertThat(Cursor.parse("3w5e11264sgsg-1")).isEqualTo(Cursor.FOREIGN);
        assertThat(Cursor.parse("zzzzzzzzzzzzz-1")).isEqualTo(Cursor.FOREIGN);
        assertThat(Cursor.parse("1-9223372036854775808")).isEqualTo(Cursor.FOREIGN);
        assertThat(Cursor.parse("1.9999999999-1")).isEqualTo(Cursor.FOREIGN);
    }

    @Test
    void no_log_has_the_epoch_of_the_foreign_cursor() {
        assertThat(Cursor.parse("0-5").isForeign()).isTrue();
        assertThat(Cursor.parse("1-5").isForeign()).isFalse();
    }

    @Test
    void it_moves_within_its_life_of_the_log() {
        assertThat(new Cursor(9, 2, 5).at(7)).isEqualTo(new Cursor(9, 2, 7));
    }

    @Test
    void no_part_is_negative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cursor(1, 0, -1))
                .withMessage("generation and sequence must not be negative: 0, -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cursor(1, -2, 0))
                .withMessage("generation and sequence must not be negative: -2, 0");
    }

    private static void malformed(String token) {
        assertThat(Cursor.isWellFormed(token)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cursor.parse(token))
                .withMessage("cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -");
    }
}
