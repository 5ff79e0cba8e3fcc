package dev.realtime.event;

/** Says that what was given is beyond a limit that has a name. */
public final class LimitExceededException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String limit;

    LimitExceededException(String limit, String message) {
        super(message);
        this.limit = limit;
    }

    /** The limit's name, such as {@code maxTopicBytes}. */
    public String limit() {
        return limit;
    }
}
