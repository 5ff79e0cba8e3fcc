package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which streams get the same bytes. */
class JoinedFramesTest {
    private final JoinedFrames joined = new JoinedFrames();
    private final StreamFormat lines = new LinesFormat();

    private static List<Event> events(String... data) {
        return Stream.of(data)
                .map(text -> new Event(new Cursor(7, 0, 1), new Topic("a"), "message", 0, Json.parse(text)))
                .toList();
    }

    @Test
    void several_events_are_joined_once_for_all_who_read_the_same_list() {
        List<Event> events = events("1", "2", "3");
        byte[] bytes = joined.bytes(lines, events);
        assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("1\n2\n3\n");
        assertThat(joined.bytes(lines, events)).isSameAs(bytes);
    }

    @Test
    void another_list_and_another_format_have_their_own() {
        List<Event> events = events("1", "2");
        joined.bytes(lines, events);
        assertThat(joined.bytes(lines, events("3", "4")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("3\n4\n");
        assertThat(joined.bytes(SseFormat.ofData(), events))
                .asString(StandardCharsets.UTF_8)
                .startsWith("data: 1\n");
    }

    @Test
    void one_event_is_what_the_format_says() {
        SseFormat format = SseFormat.ofData();
        List<Event> events = events("1");
        assertThat(joined.bytes(format, events)).isSameAs(format.event(events.get(0)));
    }

    @Test
    void none_are_nothing() {
        assertThat(joined.bytes(lines, List.of())).isEmpty();
    }
}
