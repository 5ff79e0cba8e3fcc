package dev.realtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    record Raw(@JsonRawValue String value, String name) {}

    @Test
    void a_raw_value_that_is_json_is_taken_as_it_is() {
        assertThat(Json.of(new Raw("[1, {\"a\" : 2}]", "x"))).hasToString("{\"value\":[1,{\"a\":2}],\"name\":\"x\"}");
        assertThat(Json.of(new RawValue(" true\n"))).hasToString("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "x", "1}", "1 2", "\"", "\"a\n\""})
    void a_raw_value_that_is_none_is_refused(String raw) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(new Raw(raw, "x")))
                .withMessageStartingWith("payload must be JSON; it breaks off at character ");
    }

    @Test
    void a_raw_value_that_is_several_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(new RawValue("1 2")))
                .withMessage("payload must be one JSON value, not several");
    }

    @Test
    void whitespace_between_tokens_goes_and_every_spelling_stays() {
        assertThat(Json.parse(" { \"b\" :\t1.50 ,\r\n\"a\" : [ 1E2 , -0 , \"x  \\u0041\\/ \\\" \\\\\" , null ] } "))
                .hasToString("{\"b\":1.50,\"a\":[1E2,-0,\"x  \\u0041\\/ \\\" \\\\\",null]}");
    }

    @Test
    void a_long_number_keeps_every_digit() {
        assertThat(Json.parse("12345678901234567890.12345678901234567890"))
                .hasToString("12345678901234567890.12345678901234567890");
    }

    @Test
    void text_beyond_ascii_stays_as_it_is() {
        String text = "\"Zürich 日本 \uD83D\uDE00 \u2028\"";
        assertThat(Json.parse(text)).hasToString(text);
        assertThat(Json.parse(text.getBytes(StandardCharsets.UTF_8))).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"a\"", "true", "null", "{}", "[]", "[{\"a\":[]}]"})
    void any_single_value_will_do(String text) {
        assertThat(Json.parse(" " + text + "\n")).hasToString(text);
        assertThat(Json.parse((" " + text + "\n").getBytes(StandardCharsets.UTF_8)))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "{} {}", "\"a\"\"b\"", "[] 1", "null null"})
    void several_values_are_refused(String text) {
        refused(text, "payload must be one JSON value, not several");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void no_value_is_refused(String text) {
        refused(text, "payload must be one JSON value, not nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1,]",
                "{\"a\"}",
                "{a:1}",
                "'a'",
                "01",
                "1.",
                "+1",
                "NaN",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "// c\n1",
                "[1 2]",
                "secret",
                "\"secret",
                "{\"a\":1}}",
                "1,2",
                "tru",
                "]"
            })
    void what_is_not_json_is_refused_without_repeating_it(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(text))
                .withMessageMatching("payload must be JSON; it breaks off at character \\d+");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                .withMessageMatching("payload must be JSON; it breaks off at character \\d+");
    }

    @Test
    void the_error_says_where() {
        refused("[1, 2, secret]", "payload must be JSON; it breaks off at character 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\nb\"", "\"a\rb\"", "\"\0\"", "\"\t\"", "\u00001", "{\"a\u001f\":1}"})
    void control_characters_must_be_escaped(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(text))
                .withMessageStartingWith("payload must be JSON; it breaks off at character ");
        assertThat(Json.parse("\"\\n\\r\\u0000\"")).hasToString("\"\\n\\r\\u0000\"");
    }

    @Test
    void a_surrogate_must_not_stand_alone() {
        refused("\"\uD83D\"", "payload must not have an unpaired surrogate");
        refused("\"\uDE00\uD83D\"", "payload must not have an unpaired surrogate");
        assertThat(Json.of("\uD83Dx")).hasToString("\"\\uD83Dx\""); // Jackson escapes it
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        refused(bytes('"', 0xff, '"'), "payload must be UTF-8");
        refused(bytes('"', 0xc0, 0x80, '"'), "payload must be UTF-8"); // overlong NUL
        refused(bytes('"', 0xed, 0xa0, 0x80, '"'), "payload must be UTF-8"); // a surrogate
        refused(bytes('"', 0xe6, 0x97), "payload must be UTF-8"); // cut off
        refused("\"é\"".getBytes(StandardCharsets.ISO_8859_1), "payload must be UTF-8");
    }

    @Test
    void other_unicode_encodings_are_not_guessed_at() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("1".getBytes(StandardCharsets.UTF_16BE)));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("[1]".getBytes(StandardCharsets.UTF_16LE)));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("[1]".getBytes(StandardCharsets.UTF_16)));
    }

    @Test
    void a_byte_order_mark_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("\uFEFF1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(bytes(0xef, 0xbb, 0xbf, '1')));
    }

    @Test
    void deep_nesting_is_refused_and_overflows_no_stack() {
        assertThat(Json.parse("[".repeat(1_000) + "]".repeat(1_000)).length()).isEqualTo(2_000);
        refused(
                "{\"a\":".repeat(1_000_000),
                "payload is beyond a limit of JSON: Document nesting depth (1001) exceeds the maximum allowed"
                        + " (1000, from `StreamReadConstraints.getMaxNestingDepth()`)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(nested(100_000)))
                .withMessageStartingWith("payload cannot be written as JSON: ");
    }

    @Test
    void an_object_is_written_by_jackson() {
        assertThat(Json.of(Map.of("a", List.of(1, "x y", true)))).hasToString("{\"a\":[1,\"x y\",true]}");
        assertThat(Json.of(new Point(1, 2))).hasToString("{\"x\":1,\"y\":2}");
        assertThat(Json.of(null)).hasToString("null");
        assertThat(Json.of("a\nb")).hasToString("\"a\\nb\"");
    }

    @Test
    void json_is_taken_as_it_is() {
        Json json = Json.parse("[1]");
        assertThat(Json.of(json)).isSameAs(json);
    }

    @Test
    void what_jackson_cannot_write_is_refused_with_its_reason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(new Object()))
                .withMessageStartingWith(
                        "payload cannot be written as JSON: No serializer found for class java.lang.Object")
                .havingCause();
    }

    @Test
    void values_are_equal_by_their_bytes() {
        assertThat(Json.parse("[1, 2]")).isEqualTo(Json.parse("[1,2]")).hasSameHashCodeAs(Json.parse("[1,2]"));
        assertThat(Json.parse("[1]")).isNotEqualTo(Json.parse("[1.0]"));
    }

    @Test
    void the_given_array_is_neither_kept_nor_changed() {
        byte[] given = "[ 1 ]".getBytes(StandardCharsets.UTF_8);
        Json json = Json.parse(given);
        assertThat(new String(given, StandardCharsets.UTF_8)).isEqualTo("[ 1 ]");
        Arrays.fill(given, (byte) 'x');
        assertThat(json).hasToString("[1]");
    }

    @Test
    void it_copies_itself_and_says_where_it_ends() {
        byte[] target = new byte[8];
        Json json = Json.parse("\"ü\"");
        assertThat(json.length()).isEqualTo(4);
        assertThat(json.copyTo(target, 2)).isEqualTo(6);
        assertThat(new String(target, 2, 4, StandardCharsets.UTF_8)).isEqualTo("\"ü\"");
        assertThatThrownBy(() -> json.copyTo(target, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private record Point(int x, int y) {}

    private static Object nested(int depth) {
        Object value = 1;
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static void refused(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text)).withMessage(message);
    }

    private static void refused(byte[] utf8, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(utf8)).withMessage(message);
    }
}
