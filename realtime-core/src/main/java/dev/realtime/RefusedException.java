package dev.realtime;

import dev.realtime.event.LimitExceededException;
import org.jspecify.annotations.Nullable;

/** Says why a subscription or a publication was refused. Its message may be shown to a client. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The reasons, each with the word for it on the wire. */
    public enum Code {
        /** The request breaks a rule; it can never succeed. */
        BAD_REQUEST("bad-request"),
        /** The access hook said no, or nothing in time. */
        FORBIDDEN("forbidden"),
        /** The payload is beyond its limit. */
        TOO_LARGE("too-large"),
        /** A limit on numbers is reached; later there may be room. */
        TOO_MANY("too-many"),
        /** The notifier is closing, or its log cannot be reached; elsewhere or later it may go. */
        UNAVAILABLE("unavailable");

        private final String word;

        Code(String word) {
            this.word = word;
        }

        /** As the protocol spells it. */
        public String word() {
            return word;
        }
    }

    private final Code code;
    private final @Nullable String limit;

    public RefusedException(Code code, String message) {
        this(code, null, message);
    }

    /** @param limit the name of the limit that is reached, null where it is none */
    public RefusedException(Code code, @Nullable String limit, String message) {
        super(message);
        this.code = code;
        this.limit = limit;
    }

    /**
     * The refusal of a request for a rule that it breaks, which may be a limit.
     *
     * @param where names the part that breaks it, and stands before the rule; may be empty
     */
    public static RefusedException badRequest(String where, IllegalArgumentException rule) {
        String limit = rule instanceof LimitExceededException exceeded ? exceeded.limit() : null;
        return new RefusedException(Code.BAD_REQUEST, limit, where + rule.getMessage());
    }

    /** The name of the limit that is reached, such as {@code maxTopics}; null where it is none. */
    public @Nullable String limit() {
        return limit;
    }

    public Code code() {
        return code;
    }
}
