package dev.realtime.log;

import dev.realtime.event.Cursor;

/** Where a read begins. */
public sealed interface From {
    /** With what comes after now. */
    record Latest() implements From {}

    /** With the oldest retained event of the selected topics; what had gone before is no gap. */
    record Earliest() implements From {}

    /** With the last {@code count} retained events of the selected topics, merged; what had gone before is no gap. */
    record Last(int count) implements From {
        public Last {
            if (count < 0) {
                throw new IllegalArgumentException("count of last events must not be negative: " + count);
            }
        }
    }

    /** After a place. */
    record After(Position position) implements From {}

    static From latest() {
        return new Latest();
    }

    static From earliest() {
        return new Earliest();
    }

    static From last(int count) {
        return count == 0 ? new Latest() : new Last(count);
    }

    /**
     * The beginning that clients write so: a cursor, {@code earliest} or {@code latest}.
     *
     * @throws IllegalArgumentException where it is neither of the two and breaks the character rule of cursors
     */
    static From parse(String text) {
        return switch (text) {
            case "latest" -> latest();
            case "earliest" -> earliest();
            default -> after(Cursor.parse(text));
        };
    }

    /** After a cursor, with no loss told yet. */
    static From after(Cursor cursor) {
        return new After(new Position(cursor, 0));
    }
}
