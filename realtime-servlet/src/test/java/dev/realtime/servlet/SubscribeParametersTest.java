package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertBadRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import dev.realtime.log.From;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeParametersTest {
    private static final Cursor RESUME = Cursor.parse("abc-7");

    private static SubscriptionRequest parse(String query) {
        return SubscribeParameters.parse(QueryString.parse(query), null);
    }

    private static From from(String query) {
        return parse("topic=a&" + query).from();
    }

    // ---- topic ----

    @Test
    void topics_are_repeated_and_may_have_wildcards() {
        assertThat(parse("topic=orders/42&topic=orders/*&topic=users/**").topics())
                .extracting(Object::toString)
                .containsExactly("orders/42", "orders/*", "users/**");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cursor=latest", "Topic=a"})
    void a_topic_is_required(String query) {
        assertBadRequest(
                () -> parse(query), "parameter 'topic' is required: a topic or a topic filter, such as orders/*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topic=|parameter 'topic': topic filter must have 1 to 255 UTF-8 bytes: 0",
                "topic=a//b|parameter 'topic': topic filter must not have an empty segment: a//b",
                "topic=/a|parameter 'topic': topic filter must not have an empty segment: /a",
                "topic=a%0Ab|parameter 'topic': topic filter must not have a control character: U+000A at 1",
                "topic=a%00|parameter 'topic': topic filter must not have a control character: U+0000 at 1",
                "topic=a*|parameter 'topic': topic filter must have '*' only as a whole segment and '**' only as the last one: a*",
                "topic=**/a|parameter 'topic': topic filter must have '*' only as a whole segment and '**' only as the last one: **/a",
                "topic=1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17|parameter 'topic': topic filter must have at most 16 segments: 17",
            })
    void a_malformed_topic_is_refused_with_its_rule(String query, String detail) {
        assertBadRequest(() -> parse("topic=good&" + query), detail);
    }

    @Test
    void a_topic_has_at_most_255_bytes() {
        assertThat(parse("topic=" + "a".repeat(255)).topics()).hasSize(1);
        assertBadRequest(
                () -> parse("topic=" + "%EA%B0%80".repeat(86)),
                "parameter 'topic': topic filter must have 1 to 255 UTF-8 bytes: 258");
    }

    @Test
    void how_many_topics_there_may_be_is_left_to_the_notifier() {
        String many = IntStream.range(0, 101).mapToObj(i -> "topic=t" + i).collect(Collectors.joining("&"));
        assertThat(parse(many).topics()).hasSize(101);
    }

    // ---- cursor ----

    @Test
    void it_begins_now_by_default() {
        assertThat(from("")).isEqualTo(From.latest());
        assertThat(from("cursor=latest")).isEqualTo(From.latest());
    }

    @Test
    void it_begins_with_all_that_is_retained_after_earliest() {
        assertThat(from("cursor=earliest")).isEqualTo(From.earliest());
    }

    @Test
    void it_carries_on_after_a_cursor() {
        assertThat(from("cursor=abc-7")).isEqualTo(From.after(new Cursor(Long.parseLong("abc", 36), 0, 7)));
        assertThat(from("cursor=abc.2-7")).isEqualTo(From.after(new Cursor(Long.parseLong("abc", 36), 2, 7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Latest", "EARLIEST", "7", "-7", "abc-07", "abc-7-7", "abc.0-7", "zzzzzzzzzzzzz-1", "~._-"})
    void a_cursor_that_no_log_wrote_is_foreign_and_no_error(String token) {
        assertThat(from("cursor=" + token)).isEqualTo(From.after(Cursor.FOREIGN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%20", "a%20b", "a/b", "a,b", "a%0Ab", "%22a%22", "%EA%B0%80", "a*"})
    void a_cursor_that_breaks_the_character_rule_is_refused(String token) {
        assertBadRequest(
                () -> from("cursor=" + token),
                "parameter 'cursor': cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -,"
                        + " or 'earliest' or 'latest'");
    }

    @Test
    void a_cursor_has_at_most_96_characters() {
        assertThat(from("cursor=" + "a".repeat(96))).isEqualTo(From.after(Cursor.FOREIGN));
        assertBadRequest(
                () -> from("cursor=" + "a".repeat(97)),
                "parameter 'cursor': cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -,"
                        + " or 'earliest' or 'latest'");
    }

    @Test
    void two_cursors_are_refused() {
        assertBadRequest(() -> from("cursor=abc-7&cursor=abc-7"), "parameter 'cursor' must be given at most once");
    }

    // ---- replay ----

    @Test
    void it_begins_with_the_last_events() {
        assertThat(from("replay=3")).isEqualTo(From.last(3));
        assertThat(from("replay=99999999999")).isEqualTo(From.last(Integer.MAX_VALUE));
        assertThat(from("replay=0")).isEqualTo(From.latest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "all"})
    void a_malformed_replay_is_refused(String replay) {
        assertBadRequest(() -> from("replay=" + replay), "parameter 'replay' must be a whole number of 0 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "earliest", "abc-7"})
    void a_cursor_makes_replay_void(String cursor) {
        assertThat(from("replay=3&cursor=" + cursor)).isEqualTo(from("cursor=" + cursor));
    }

    // ---- a place from elsewhere ----

    @ParameterizedTest
    @ValueSource(strings = {"", "cursor=xyz-1", "cursor=latest", "replay=3", "cursor=not/well/formed", "replay=no"})
    void a_place_from_a_header_wins_over_both_even_where_they_are_malformed(String query) {
        SubscriptionRequest request = SubscribeParameters.parse(QueryString.parse("topic=a&" + query), RESUME);
        assertThat(request.from()).isEqualTo(From.after(RESUME));
    }

    // ---- limit ----

    @ParameterizedTest
    @CsvSource({"'', 256", "limit=1, 1", "limit=1000, 1000", "limit=1001, 1000", "limit=99999999999999, 1000"})
    void the_limit_is_256_by_default_and_1000_at_most(String query, int limit) {
        assertThat(SubscribeParameters.limit(QueryString.parse(query))).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "many"})
    void a_limit_of_none_is_refused(String limit) {
        assertBadRequest(
                () -> SubscribeParameters.limit(QueryString.parse("limit=" + limit)),
                "parameter 'limit' must be a whole number of 1 or more");
    }
}
