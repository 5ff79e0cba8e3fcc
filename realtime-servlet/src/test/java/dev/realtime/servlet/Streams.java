package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a stream of server-sent events looks like. */
final class Streams {
    private static final Pattern RETRY = Pattern.compile("retry: ([0-9]+)\n\n");

    private Streams() {}

    /** The text without the retry it begins with, which is between 2 and 3 seconds. */
    static String afterRetry(String text) {
        Matcher retry = RETRY.matcher(text);
        assertThat(retry.lookingAt()).as("begins with a retry: %s", text).isTrue();
        assertThat(Integer.parseInt(retry.group(1))).isBetween(2_000, 3_000);
        return text.substring(retry.end());
    }

    static void assertRetry(String text) {
        assertThat(afterRetry(text)).isEmpty();
    }

    static String heartbeat(String cursor) {
        return "event: heartbeat\ndata: {}\nid: " + cursor + "\n\n";
    }

    static String message(Object data, String cursor) {
        return "data: " + data + "\nid: " + cursor + "\n\n";
    }

    static String epochGap(String resumed) {
        return "event: gap\ndata: {\"reason\":\"epoch\",\"resumed\":\"" + resumed + "\"}\nid: " + resumed + "\n\n";
    }
}
