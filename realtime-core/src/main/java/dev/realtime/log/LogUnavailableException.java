package dev.realtime.log;

/** Says that a log could not be reached, and what became of what was asked of it. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is known of an event whose append failed. */
    public enum Outcome {
        /** It is not in the log, and will not be: it may be published again. */
        NOT_STORED,
        /** It may be in the log, or may yet come into it: only with the idempotency key it had is a repeat not a second event. */
        UNKNOWN
    }

    private final Outcome outcome;

    public LogUnavailableException(Outcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    public LogUnavailableException(Outcome outcome, String message, Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    /** Of an append. A read or a wait stores nothing: there it is {@link Outcome#NOT_STORED}. */
    public Outcome outcome() {
        return outcome;
    }
}
