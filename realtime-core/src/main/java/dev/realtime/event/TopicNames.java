package dev.realtime.event;

import java.util.ArrayList;
import java.util.List;

/** The rules that topic names and topic filters share. */
final class TopicNames {
    static final int MAX_BYTES = 255;
    static final int MAX_SEGMENTS = 16;
    static final String ONE = "*";
    static final String MANY = "**";

    private TopicNames() {}

    /** Checks a name; {@code what} is the word for it in an error: "topic" or "topic filter". */
    static void require(String what, String name) {
        int bytes = utf8Length(what, name);
        if (bytes < 1) {
            throw new IllegalArgumentException(length(what, bytes));
        }
        if (bytes > MAX_BYTES) {
            throw new LimitExceededException("maxTopicBytes", length(what, bytes));
        }
        int segments = 1;
        char before = '/';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/') {
                requireSegment(what, name, before);
                segments++;
            } else if (Character.isISOControl(c)) {
                throw new IllegalArgumentException(
                        what + " must not have a control character: U+%04X at %d".formatted((int) c, i));
            }
            before = c;
        }
        requireSegment(what, name, before);
        if (segments > MAX_SEGMENTS) {
            throw new LimitExceededException(
                    "maxTopicSegments", what + " must have at most " + MAX_SEGMENTS + " segments: " + segments);
        }
    }

    private static String length(String what, int bytes) {
        return what + " must have 1 to " + MAX_BYTES + " UTF-8 bytes: " + bytes;
    }

    private static void requireSegment(String what, String name, char before) {
        if (before == '/') {
            throw new IllegalArgumentException(what + " must not have an empty segment: " + name);
        }
    }

    /** Splits a name that keeps the rules at its slashes. */
    static List<String> split(String name) {
        List<String> segments = new ArrayList<>(4);
        int start = 0;
        for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', start)) {
            segments.add(name.substring(start, end));
            start = end + 1;
        }
        segments.add(name.substring(start));
        return segments;
    }

    private static int utf8Length(String what, String name) {
        if (name.length() > MAX_BYTES) { // at least as many bytes; saves counting what is refused anyway
            return name.length();
        }
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isSurrogate(c)) {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < name.length()
                    && Character.isLowSurrogate(name.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new IllegalArgumentException(what + " must not have an unpaired surrogate");
            }
        }
        return bytes;
    }
}
