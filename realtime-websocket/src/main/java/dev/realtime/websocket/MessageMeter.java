package dev.realtime.websocket;

/**
 * Measures a message while it comes in pieces: containers' own limits leave holes (Undertow's hold for no fragmented message, and
 * none counts empty fragments). For one thread at a time.
 */
final class MessageMeter {
    private final int maxBytes;
    private final int maxFragments;
    private long bytes;
    private int fragments;

    MessageMeter(int maxBytes, int maxFragments) {
        this.maxBytes = maxBytes;
        this.maxFragments = maxFragments;
    }

    /** Whether the message is within its bounds with this piece too. */
    boolean admits(long pieceBytes, boolean last) {
        bytes += pieceBytes;
        fragments++;
        boolean within = bytes <= maxBytes && fragments <= maxFragments;
        if (last) {
            bytes = 0;
            fragments = 0;
        }
        return within;
    }

    /** How many bytes the text has in UTF-8; half of a surrogate pair counts two. */
    static long utf8Length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
