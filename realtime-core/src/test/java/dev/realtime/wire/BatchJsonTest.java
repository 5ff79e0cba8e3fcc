package dev.realtime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Batch;
import dev.realtime.log.Gap;
import dev.realtime.log.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchJsonTest {
    private static final Event SHIPPED = event(1042, "orders/42", "shipped", "{\"carrier\": \"CJ\"}");
    private static final Event SAID = event(1043, "chat/Zürich \"1\"\\", "message", "\"h\\u00e9 é\"");

    private final BatchJson json = new BatchJson();

    @Test
    void an_empty_batch_has_its_cursor() {
        assertThat(encode(List.of(), null, 1042)).isEqualTo("{\"cursor\":\"z-1042\",\"events\":[]}");
    }

    @Test
    void an_event_is_written_as_the_protocol_says() {
        assertThat(encode(List.of(SHIPPED), null, 1042))
                .isEqualTo(
                        "{\"cursor\":\"z-1042\",\"events\":[{\"id\":\"z-1042\",\"topic\":\"orders/42\",\"type\":\"shipped\","
                                + "\"time\":\"2026-11-20T09:15:03.120Z\",\"data\":{\"carrier\":\"CJ\"}}]}");
    }

    @Test
    void a_topic_is_escaped_and_data_is_as_it_was_spelled() {
        assertThat(encode(List.of(SHIPPED, SAID), null, 1043))
                .isEqualTo(
                        "{\"cursor\":\"z-1043\",\"events\":[" + new String(json.event(SHIPPED), StandardCharsets.UTF_8)
                                + ",{\"id\":\"z-1043\",\"topic\":\"chat/Zürich \\\"1\\\"\\\\\",\"type\":\"message\","
                                + "\"time\":\"2026-11-20T09:15:03.120Z\",\"data\":\"h\\u00e9 é\"}]}");
    }

    @Test
    void times_have_three_digits_of_a_second_even_if_they_are_0() {
        Event event =
                new Event(new Cursor(35, 0, 1), new Topic("a"), "t", Instant.parse("2026-11-20T09:15:00Z"), Json.of(1));
        assertThat(new String(json.event(event), StandardCharsets.UTF_8))
                .contains("\"time\":\"2026-11-20T09:15:00.000Z\"");
    }

    @Test
    void a_gap_comes_after_the_events_in_the_text() {
        Gap gap = new Gap(Gap.Reason.EVICTED, new Cursor(35, 0, 12), new Cursor(35, 0, 12));
        assertThat(encode(List.of(), gap, 980))
                .isEqualTo("{\"cursor\":\"z-980\",\"events\":[],"
                        + "\"gap\":{\"reason\":\"evicted\",\"from\":\"z-12\",\"resumed\":\"z-12\"}}");
    }

    @Test
    void from_is_left_out_where_the_cursor_is_not_of_this_log() {
        assertThat(BatchJson.gap(new Gap(Gap.Reason.EPOCH, null, new Cursor(35, 0, 7))))
                .isEqualTo("{\"reason\":\"epoch\",\"resumed\":\"z-7\"}");
        assertThat(BatchJson.gap(new Gap(Gap.Reason.ROLLBACK, new Cursor(35, 0, 9), new Cursor(35, 1, 7))))
                .isEqualTo("{\"reason\":\"rollback\",\"from\":\"z-9\",\"resumed\":\"z.1-7\"}");
    }

    @Test
    void what_it_writes_is_one_json_value() {
        Gap gap = new Gap(Gap.Reason.EPOCH, null, new Cursor(35, 0, 7));
        String text = encode(List.of(SHIPPED, SAID), gap, 1043);
        assertThat(Json.parse(text)).hasToString(text);
    }

    @Test
    void all_readers_share_an_events_bytes() {
        assertThat(json.event(SHIPPED)).isSameAs(json.event(SHIPPED));
    }

    @Test
    void a_batch_of_one_event_is_made_into_text_once_for_all_who_keep_up() {
        Batch batch = batch(List.of(SAID), null, 1043);
        assertThat(json.text(batch)).isEqualTo(encode(List.of(SAID), null, 1043));
        assertThat(json.text(batch(List.of(SAID), null, 1043))).isSameAs(json.text(batch));
    }

    @Test
    void a_batch_of_several_events_is_made_into_text_once_for_those_who_ask_one_after_the_other() {
        String first = json.text(batch(List.of(SHIPPED, SAID), null, 1043));
        assertThat(json.text(batch(List.of(SHIPPED, SAID), null, 1043))).isSameAs(first);
        assertThat(json.text(batch(List.of(SHIPPED, SAID), null, 1044)))
                .isEqualTo(encode(List.of(SHIPPED, SAID), null, 1044));
        Event between = event(1041, "x", "t", "1");
        assertThat(json.text(batch(List.of(between, SAID), null, 1044)))
                .isEqualTo(encode(List.of(between, SAID), null, 1044));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 50, 64, 128})
    void those_who_come_back_together_get_the_same_texts_however_they_take_turns(int events) {
        List<Batch> history = IntStream.rangeClosed(1, 1_000 / events)
                .mapToObj(i -> batch(
                        LongStream.rangeClosed(events * (i - 1L) + 1, (long) events * i)
                                .mapToObj(sequence -> event(sequence, "x", "t", "1"))
                                .toList(),
                        null,
                        (long) events * i))
                .toList();
        List<String> first = history.stream().map(json::text).toList();
        for (int i = 0; i < history.size(); i++) {
            assertThat(json.text(history.get(i))).isSameAs(first.get(i));
        }
    }

    @Test
    void a_text_that_is_too_long_to_be_kept_is_made_again() {
        Event long1 = event(1041, "x", "t", "\"" + "x".repeat(128 << 10) + "\"");
        String first = json.text(batch(List.of(long1, SAID), null, 1044));
        assertThat(json.text(batch(List.of(long1, SAID), null, 1044)))
                .isEqualTo(first)
                .isNotSameAs(first);
    }

    @Test
    void any_other_batch_is_made_into_text_of_its_own() {
        Gap gap = new Gap(Gap.Reason.EVICTED, new Cursor(35, 0, 12), new Cursor(35, 0, 12));
        json.text(batch(List.of(SAID), null, 1043));
        assertThat(json.text(batch(List.of(SAID), gap, 1043))).isEqualTo(encode(List.of(SAID), gap, 1043));
        assertThat(json.text(batch(List.of(SAID), null, 1050))).isEqualTo(encode(List.of(SAID), null, 1050));
        assertThat(json.text(batch(List.of(), null, 1043))).isEqualTo(encode(List.of(), null, 1043));
        assertThat(json.text(batch(List.of(SHIPPED, SAID), null, 1043)))
                .isEqualTo(encode(List.of(SHIPPED, SAID), null, 1043));
    }

    private static Batch batch(List<Event> events, Gap gap, long place) {
        return new Batch(events, gap, new Position(new Cursor(35, 0, place), 0));
    }

    private String encode(List<Event> events, Gap gap, long place) {
        return new String(json.encode(batch(events, gap, place)), StandardCharsets.UTF_8);
    }

    private static Event event(long sequence, String topic, String type, String data) {
        return new Event(
                new Cursor(35, 0, sequence),
                new Topic(topic),
                type,
                Instant.parse("2026-11-20T09:15:03.120Z"),
                Json.parse(data));
    }
}
