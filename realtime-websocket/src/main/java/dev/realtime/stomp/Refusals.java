package dev.realtime.stomp;

import dev.realtime.RefusedException;
import dev.realtime.RefusedException.Code;

/** The refusals that this protocol adds to those of the notifier, and how a client's words stand in their messages. */
final class Refusals {
    private static final int MAX_QUOTED = 64;

    private Refusals() {}

    /** A rule of the protocol is broken. */
    static RefusedException badRequest(String rule) {
        return new RefusedException(Code.BAD_REQUEST, rule);
    }

    /** A bound on sizes is passed; {@code limit} is its name. */
    static RefusedException tooLarge(String limit, String what, int most) {
        return new RefusedException(Code.TOO_LARGE, limit, what + " must have at most " + most + " bytes");
    }

    /** A bound on numbers is passed; {@code limit} is its name. */
    static RefusedException tooMany(String limit, String what, int most) {
        return new RefusedException(Code.TOO_MANY, limit, what + " must be at most " + most);
    }

    /** What a client sent, in a form that harms no line and no log. */
    static String quote(String text) {
        String shown = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
        StringBuilder quoted = new StringBuilder("'");
        shown.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .forEach(quoted::appendCodePoint);
        return quoted.append('\'').toString();
    }
}
