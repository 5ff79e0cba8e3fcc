package dev.realtime.servlet;

import dev.realtime.event.Cursor;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cursors in a header {@code If-None-Match} (RFC 9110, section 13.1.2). A weak tag counts as a strong one, and the
 * suffix that compressing servers add is dropped.
 */
final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*?)(?:-{1,2}gzip)?\"");

    private EntityTags() {}

    static List<Cursor> parse(Enumeration<String> headers) {
        List<Cursor> cursors = new ArrayList<>();
        while (headers.hasMoreElements()) {
            Matcher tags = TAG.matcher(headers.nextElement());
            while (tags.find()) {
                try {
                    cursors.add(Cursor.parse(tags.group(1)));
                } catch (IllegalArgumentException e) {
                    throw ProblemException.badRequest("header 'If-None-Match': " + e.getMessage());
                }
            }
        }
        return cursors;
    }

    /** Of several cursors the earliest of this log, so that nothing is passed over; null where there is none. */
    static @Nullable Cursor earliest(List<Cursor> cursors, Cursor head) {
        Cursor earliest = null;
        for (Cursor cursor : cursors) {
            boolean ours = cursor.epoch() == head.epoch();
            if (earliest == null
                    || (ours && (earliest.epoch() != head.epoch() || cursor.sequence() < earliest.sequence()))) {
                earliest = cursor;
            }
        }
        return earliest;
    }
}
