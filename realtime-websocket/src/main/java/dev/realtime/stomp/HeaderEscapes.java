package dev.realtime.stomp;

/** The escape sequences of header names and values (1.2 and 1.1, "Value Encoding"). */
enum HeaderEscapes {
    /** Of STOMP 1.0, and of the frames that may be read by it: nothing is escaped. */
    NONE("", ""),
    /** Of STOMP 1.1, where a carriage return is like any other character. */
    LINE_FEEDS("nc\\", "\n:\\"),
    /** Of STOMP 1.2. */
    LINE_ENDS("rnc\\", "\r\n:\\");

    private static final char ESCAPE = '\\';

    private final String letters; // that stand after a backslash
    private final String meanings; // of each of the letters

    HeaderEscapes(String letters, String meanings) {
        this.letters = letters;
        this.meanings = meanings;
    }

    /** With nothing in it that would end the name, the value or the line. */
    String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int which = meanings.indexOf(c);
            if (which >= 0) {
                escaped.append(ESCAPE).append(letters.charAt(which));
            } else {
                // Without an escape for it a line break can only be left out.
                escaped.append(letters.isEmpty() && (c == '\n' || c == '\r') ? ' ' : c);
            }
        }
        return escaped.toString();
    }

    /**
     * The text that was escaped so.
     *
     * @throws dev.realtime.RefusedException for an undefined sequence: "MUST be treated as a fatal protocol error"
     */
    String unescape(String text) {
        if (letters.isEmpty() || text.indexOf(ESCAPE) < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE) {
                i++;
                int which = i < text.length() ? letters.indexOf(text.charAt(i)) : -1;
                if (which < 0) {
                    throw Refusals.badRequest("a header must have no escape sequence but "
                            + String.join(
                                    " ", letters.replaceAll("(.)", "\\\\$1 ").split(" ")) + ": "
                            + Refusals.quote(text.substring(i - 1, Math.min(i + 1, text.length()))));
                }
                c = meanings.charAt(which);
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
