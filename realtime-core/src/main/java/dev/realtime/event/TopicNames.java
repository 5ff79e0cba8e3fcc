package dev.realtime.event;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The rules that topic names and topic filters share. */
final class TopicNames {
    static final int MAX_BYTES = 255;
    static final int MAX_SEGMENTS = 16;
    static final String ONE = "*";
    static final String MANY = "**";

    private TopicNames() {}

    /** Splits a name at its slashes; {@code what} is the word for it in an error: "topic" or "topic filter". */
    static List<String> segments(String what, String name) {
        int bytes = utf8Length(what, name);
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(what + " must have 1 to " + MAX_BYTES + " UTF-8 bytes: " + bytes);
        }
        List<String> segments = new ArrayList<>(4);
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '/') {
                if (i == start) {
                    throw new IllegalArgumentException(what + " must not have an empty segment: " + name);
                }
                segments.add(name.substring(start, i));
                start = i + 1;
            } else if (Character.isISOControl(name.charAt(i))) {
                throw new IllegalArgumentException(
                        what + " must not have a control character: U+%04X at %d".formatted((int) name.charAt(i), i));
            }
        }
        if (segments.size() > MAX_SEGMENTS) {
            throw new IllegalArgumentException(
                    what + " must have at most " + MAX_SEGMENTS + " segments: " + segments.size());
        }
        return segments;
    }

    private static int utf8Length(String what, String name) {
        if (name.length() > MAX_BYTES) { // at least as many bytes; saves encoding what is refused anyway
            return name.length();
        }
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(name))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " must not have an unpaired surrogate", e);
        }
    }
}
