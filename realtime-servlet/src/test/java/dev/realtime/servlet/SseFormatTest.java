package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Gap;
import dev.realtime.wire.BatchJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SseFormatTest {
    private static final Instant TIME = Instant.parse("2026-11-20T09:15:03.120Z");

    private final SseFormat plain = SseFormat.ofData();
    private final SseFormat enveloped = SseFormat.ofEnvelopes(new BatchJson());

    private static Event event(String topic, String type, Json data) {
        return new Event(Cursor.parse("7f3a-1042"), new Topic(topic), type, TIME, data);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Test
    void it_is_an_event_stream() {
        assertThat(plain.contentType()).isEqualTo("text/event-stream");
        assertThat(enveloped.contentType()).isEqualTo("text/event-stream");
    }

    @Test
    void an_event_has_its_type_its_data_and_last_of_all_its_id() {
        Event shipped = event("orders/42", "shipped", Json.parse("{ \"carrier\" : \"CJ\" }"));
        assertThat(text(plain.event(shipped)))
                .isEqualTo("event: shipped\ndata: {\"carrier\":\"CJ\"}\nid: 7f3a-1042\n\n");
    }

    @Test
    void a_message_has_no_event_line() {
        assertThat(text(plain.event(event("a", "message", Json.of(1))))).isEqualTo("data: 1\nid: 7f3a-1042\n\n");
    }

    @Test
    void an_envelope_is_the_whole_event() {
        assertThat(text(enveloped.event(event("orders/42", "shipped", Json.of(Map.of("carrier", "CJ"))))))
                .isEqualTo("event: shipped\n"
                        + "data: {\"id\":\"7f3a-1042\",\"topic\":\"orders/42\",\"type\":\"shipped\","
                        + "\"time\":\"2026-11-20T09:15:03.120Z\",\"data\":{\"carrier\":\"CJ\"}}\n"
                        + "id: 7f3a-1042\n\n");
    }

    @Test
    void a_gap_has_where_reading_goes_on_as_its_id() {
        Gap evicted = new Gap(Gap.Reason.EVICTED, Cursor.parse("7f3a-12"), Cursor.parse("7f3a-12"));
        assertThat(text(plain.gap(evicted)))
                .isEqualTo("event: gap\n"
                        + "data: {\"reason\":\"evicted\",\"from\":\"7f3a-12\",\"resumed\":\"7f3a-12\"}\n"
                        + "id: 7f3a-12\n\n");
        Gap epoch = new Gap(Gap.Reason.EPOCH, null, Cursor.parse("7f3a-980"));
        assertThat(text(enveloped.gap(epoch)))
                .isEqualTo("event: gap\n"
                        + "data: {\"reason\":\"epoch\",\"resumed\":\"7f3a-980\"}\n"
                        + "id: 7f3a-980\n\n");
    }

    @Test
    void a_heartbeat_is_an_event_with_data_and_an_id() {
        assertThat(text(plain.heartbeat(Cursor.parse("7f3a-5"))))
                .isEqualTo("event: heartbeat\ndata: {}\nid: 7f3a-5\n\n");
    }

    @Test
    void a_retry_is_a_block_of_its_own_in_milliseconds() {
        assertThat(text(plain.retry(Duration.ofMillis(2_345)))).isEqualTo("retry: 2345\n\n");
    }

    @Test
    void an_event_is_encoded_once_for_all_who_read_it() {
        Event event = event("a", "message", Json.of("x"));
        assertThat(plain.event(event)).isSameAs(plain.event(event));
        assertThat(enveloped.event(event)).isSameAs(enveloped.event(event)).isNotSameAs(plain.event(event));
    }

    @Test
    void no_character_of_a_string_breaks_out_of_its_line() {
        for (char c : "\r\n\u0000\u0085\u2028\u2029\ufeff\u000b\u000c".toCharArray()) {
            String nasty = "a" + c + c + "event: gap" + c + "data: {}" + c + c;
            assertOneBlock(Json.of(nasty));
            assertOneBlock(Json.of(Map.of(nasty, nasty)));
        }
        assertOneBlock(Json.of("\r\n\r\ndata: x\r\n\r\n"));
    }

    @Test
    void whitespace_between_tokens_breaks_no_line() {
        assertOneBlock(Json.parse("\r\n{\r\n\r\n\"a\"\n:\r[\n\n1\t,\n2]\r}\n\n"));
    }

    @Test
    void line_separators_that_json_may_spell_out_stay_as_they_are() {
        assertThat(text(plain.event(event("a", "message", Json.parse("\"\u2028\u2029\u0085\"")))))
                .isEqualTo("data: \"\u2028\u2029\u0085\"\nid: 7f3a-1042\n\n");
    }

    @Test
    void no_character_of_a_topic_breaks_out_of_an_envelope() {
        IntStream.rangeClosed(0x20, 0x2030)
                .filter(c -> !Character.isISOControl(c) && c != '*' && c != '/')
                .forEach(c -> assertOneBlock(
                        enveloped.event(event("a" + (char) c + "\"}", "message", Json.of(1))), "data: {", "}"));
    }

    private void assertOneBlock(Json data) {
        Event event = event("a", "said", data);
        assertOneBlock(plain.event(event), "event: said\ndata: ", "");
        assertOneBlock(enveloped.event(event), "event: said\ndata: {", "}");
    }

    /** Three lines at most and the empty one; no other line break a client might know. */
    private static void assertOneBlock(byte[] block, String begin, String end) {
        String text = text(block);
        assertThat(text).startsWith(begin).endsWith(end + "\nid: 7f3a-1042\n\n");
        assertThat(text).doesNotContain("\r", "\u0000");
        String data = text.substring(begin.length(), text.length() - (end + "\nid: 7f3a-1042\n\n").length());
        assertThat(data).doesNotContain("\n");
    }
}
