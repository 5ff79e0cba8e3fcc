package dev.realtime.servlet;

import java.util.Enumeration;
import java.util.Locale;

/** The header {@code Accept} (RFC 9110, section 12.5.1), as far as one media type needs it. */
final class MediaTypes {
    private MediaTypes() {}

    /** Whether an answer of this type is acceptable: the most specific range that fits it has a weight above 0. */
    static boolean accepts(Enumeration<String> headers, String mediaType) {
        boolean any = false;
        int bestRank = 0;
        boolean accepted = false;
        String wholeType = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
        while (headers.hasMoreElements()) {
            for (String range : headers.nextElement().split(",", -1)) {
                String[] parts = range.trim().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
                if (parts[0].isEmpty()) {
                    continue;
                }
                any = true;
                int rank = parts[0].equals(mediaType)
                        ? 3
                        : parts[0].equals(wholeType) ? 2 : parts[0].equals("*/*") ? 1 : 0;
                if (rank > bestRank) {
                    bestRank = rank;
                    accepted = !isZero(parts);
                }
            }
        }
        return !any || accepted;
    }

    private static boolean isZero(String[] parts) {
        for (String part : parts) {
            if (part.matches("q=0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }
}
