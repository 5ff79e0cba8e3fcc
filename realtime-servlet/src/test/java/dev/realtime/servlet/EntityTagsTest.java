package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertBadRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    private static final Cursor HEAD = Cursor.parse("abc-100");

    private static List<Cursor> parse(String... headers) {
        return EntityTags.parse(Collections.enumeration(List.of(headers)));
    }

    private static Cursor earliest(String... tokens) {
        return EntityTags.earliest(List.of(tokens).stream().map(Cursor::parse).toList(), HEAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abc-7\"",
                "W/\"abc-7\"",
                "  \"abc-7\" ",
                "\"abc-7-gzip\"",
                "\"abc-7--gzip\"",
                "W/\"abc-7-gzip\"",
                "W/\"abc-7--gzip\""
            })
    void a_tag_is_a_cursor_weak_or_strong_compressed_or_not(String header) {
        assertThat(parse(header)).containsExactly(Cursor.parse("abc-7"));
    }

    @Test
    void a_list_has_them_in_its_order() {
        assertThat(parse("\"abc-7\", W/\"abc-9-gzip\" ,\"abc-8\"", "\"abc-1\""))
                .containsExactly(
                        Cursor.parse("abc-7"), Cursor.parse("abc-9"), Cursor.parse("abc-8"), Cursor.parse("abc-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "abc-7", "'abc-7'", "\"abc-7"})
    void what_is_no_tag_is_none(String header) {
        assertThat(parse(header)).isEmpty();
    }

    @Test
    void a_tag_that_no_log_wrote_is_foreign() {
        assertThat(parse("\"33a64df551425fcc55e4d42a148795d9f25f89d4\"")).containsExactly(Cursor.FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"-gzip\"x\" \"", "\"a b\"", "\"a/b\"", "\"가\"", "\"abc-7\", \"\""})
    void a_tag_that_breaks_the_character_rule_is_refused(String header) {
        assertBadRequest(
                () -> parse(header),
                "header 'If-None-Match': cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -");
    }

    @Test
    void the_earliest_of_this_log_counts() {
        assertThat(earliest("abc-9", "abc-7", "abc-8")).isEqualTo(Cursor.parse("abc-7"));
        assertThat(earliest("xyz-1", "abc-9")).isEqualTo(Cursor.parse("abc-9"));
        assertThat(earliest("abc-9", "xyz-1")).isEqualTo(Cursor.parse("abc-9"));
        assertThat(earliest("abc-9", "nonsense")).isEqualTo(Cursor.parse("abc-9"));
    }

    @Test
    void where_none_is_of_this_log_the_first_counts_so_that_a_gap_is_told() {
        assertThat(earliest("xyz-5", "nonsense")).isEqualTo(Cursor.parse("xyz-5"));
    }

    @Test
    void without_tags_there_is_none() {
        assertThat(earliest()).isNull();
    }
}
