package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {
    private static boolean accepts(String... headers) {
        return MediaTypes.accepts(Collections.enumeration(List.of(headers)), "text/event-stream");
    }

    @Test
    void no_header_accepts_everything() {
        assertThat(accepts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "TEXT/Event-Stream",
                "text/*",
                "*/*",
                "",
                " , ",
                "text/event-stream;charset=utf-8",
                "text/event-stream ; q=0.001",
                "text/event-stream;q=1",
                "application/json, text/event-stream",
                "application/json,*/*;q=0.1",
                "text/*;q=0, text/event-stream",
                "text/event-stream, */*;q=0",
                "*/*;q=0,text/*",
            })
    void a_range_that_fits_accepts(String accept) {
        assertThat(accepts(accept)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/html, application/xhtml+xml",
                "text/event-stream;q=0",
                "text/event-stream; q=0.000",
                "TEXT/EVENT-STREAM;Q=0.0",
                "text/event-stream;q=0, */*",
                "*/*, text/*;q=0",
                "text/event",
                "text/event-stream2",
                "*",
            })
    void none_that_fits_does_not(String accept) {
        assertThat(accepts(accept)).isFalse();
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(accepts("application/json", "text/event-stream")).isTrue();
        assertThat(accepts("*/*", "text/event-stream;q=0")).isFalse();
    }
}
