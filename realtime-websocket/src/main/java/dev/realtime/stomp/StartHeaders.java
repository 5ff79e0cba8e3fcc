package dev.realtime.stomp;

import dev.realtime.event.Cursor;
import dev.realtime.log.From;

/** Where a SUBSCRIBE frame says to begin: its headers {@code cursor} and {@code replay}. */
final class StartHeaders {
    private StartHeaders() {}

    /** The place; a cursor makes {@code replay} void. */
    static From from(StompFrame frame) {
        int replay = replay(frame);
        String cursor = frame.header("cursor");
        if (cursor == null) {
            return From.last(replay);
        }
        return switch (cursor) {
            case "latest" -> From.latest();
            case "earliest" -> From.earliest();
            default -> From.after(cursor(cursor));
        };
    }

    private static Cursor cursor(String token) {
        try {
            return Cursor.parse(token);
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest("header 'cursor': " + e.getMessage() + ", or 'earliest' or 'latest'");
        }
    }

    private static int replay(StompFrame frame) {
        String replay = frame.header("replay");
        if (replay == null) {
            return 0;
        }
        if (!replay.matches("[0-9]{1,9}")) {
            throw Refusals.badRequest("header 'replay' must be a number, 0 or more: " + Refusals.quote(replay));
        }
        return Integer.parseInt(replay);
    }
}
