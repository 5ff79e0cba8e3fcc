package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertBadRequest;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"&", "&&"})
    void nothing_has_no_parameters(String raw) {
        QueryString query = QueryString.parse(raw);
        assertThat(query.one("topic")).isNull();
        assertThat(query.all("topic")).isEmpty();
        assertThat(query.number("limit", 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "topic=orders/42, orders/42",
        "topic=orders%2F42, orders/42",
        "topic=orders%2f42, orders/42",
        "topic=a+b, a b",
        "topic=a%2Bb, a+b",
        "topic=a=b, a=b",
        "topic=a%26b, a&b",
        "topic=a%25b, a%b",
        "t%6Fpic=a, a",
        "&x=1&&topic=a&, a",
        "topic=%EA%B0%80, 가",
        "topic=%F0%9F%98%80, 😀",
        "topic=~!*'()/?:@;, ~!*'()/?:@;",
    })
    void a_value_is_decoded(String raw, String value) {
        assertThat(QueryString.parse(raw).one("topic")).isEqualTo(value);
    }

    @Test
    void a_name_without_a_value_has_the_empty_one() {
        assertThat(QueryString.parse("topic").one("topic")).isEmpty();
        assertThat(QueryString.parse("topic=").one("topic")).isEmpty();
        assertThat(QueryString.parse("=a").one("")).isEqualTo("a");
    }

    @Test
    void several_values_keep_their_order_and_are_refused_where_one_is_wanted() {
        QueryString query = QueryString.parse("topic=b&x=1&topic=a&topic=b");
        assertThat(query.all("topic")).containsExactly("b", "a", "b");
        assertBadRequest(() -> query.one("topic"), "parameter 'topic' must be given at most once");
        assertBadRequest(() -> query.number("topic", 0), "parameter 'topic' must be given at most once");
    }

    @Test
    void names_are_told_apart_by_case() {
        assertThat(QueryString.parse("Topic=a").one("topic")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a=%", "a=%4", "a=%4g", "a=%g4", "a=%%41", "a=%+4", "a=%-1", "%", "%4=a", "a=%u0041", "a=%４１"})
    void what_is_not_percent_encoding_is_refused(String raw) {
        assertBadRequest(() -> QueryString.parse(raw), "the query must be percent-encoded: '%' and two hex digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=é", "가=a", "a=\u0000", "a=\n", "a=\u007f", "a=\ud83d"})
    void what_is_not_visible_ascii_is_refused(String raw) {
        assertBadRequest(() -> QueryString.parse(raw), "the query must be percent-encoded ASCII");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%FF", // no such byte
                "a=%80", // a continuation of nothing
                "a=%C3", // broken off
                "a=%EA%B0", // broken off
                "a=%C0%AF", // an overlong slash
                "a=%C1%81", // an overlong A
                "a=%E0%80%AF", // an overlong slash
                "a=%ED%A0%80", // a surrogate
                "a=%F5%80%80%80", // beyond U+10FFFF
                "%FF=a"
            })
    void what_is_not_utf_8_is_refused(String raw) {
        assertBadRequest(() -> QueryString.parse(raw), "the query must be UTF-8, percent-encoded");
    }

    @Test
    void a_character_is_not_put_together_from_a_name_and_a_value() {
        assertBadRequest(() -> QueryString.parse("a%C3=%A9"), "the query must be UTF-8, percent-encoded");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "007, 7",
        "000, 0",
        "256, 256",
        "999999999, 999999999",
        "1000000000, 2147483647",
        "2147483648, 2147483647",
        "99999999999999999999999999, 2147483647",
        "00000000000000000000000001, 1"
    })
    void a_number_is_read(String text, int number) {
        assertThat(QueryString.parse("n=" + text).number("n", 0)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "%2B1", "+1", "1.0", "1e3", "0x10", "a", "1%20", "%D9%A1"})
    void what_is_no_whole_number_is_refused(String text) {
        QueryString query = QueryString.parse("n=" + text);
        assertBadRequest(() -> query.number("n", 0), "parameter 'n' must be a whole number of 0 or more");
    }

    @Test
    void a_number_below_the_least_is_refused() {
        assertBadRequest(
                () -> QueryString.parse("limit=0").number("limit", 1),
                "parameter 'limit' must be a whole number of 1 or more");
    }

    @Test
    void a_number_of_any_length_is_no_work() {
        assertBadRequest(
                () -> QueryString.parse("limit=" + "0".repeat(100_000)).number("limit", 1),
                "parameter 'limit' must be a whole number of 1 or more");
    }
}
