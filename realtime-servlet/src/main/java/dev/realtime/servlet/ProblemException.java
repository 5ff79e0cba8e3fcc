package dev.realtime.servlet;

import dev.realtime.RefusedException;
import java.util.Map;

/**
 * Ends a request with an error answer: {@code application/problem+json} (RFC 9457). Its message is shown to the client:
 * it names the rule, and of what the client sent at most the name of a topic or parameter.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Seconds after which a client that found no room may come back. */
    static final int RETRY_AFTER = 5;

    private final int status;
    private final transient Map<String, String> headers;

    public ProblemException(int status, String detail) {
        this(status, detail, Map.of());
    }

    /** With headers that the answer carries beside the usual ones. */
    public ProblemException(int status, String detail, Map<String, String> headers) {
        super(detail);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    static ProblemException badRequest(String detail) {
        return new ProblemException(400, detail);
    }

    /** For a rule that a parameter breaks, which is the cause. */
    static ProblemException badParameter(String name, IllegalArgumentException rule) {
        ProblemException problem = badRequest("parameter '" + name + "': " + rule.getMessage());
        problem.initCause(rule);
        return problem;
    }

    static ProblemException of(RefusedException refused) {
        int status = switch (refused.code()) {
            case BAD_REQUEST -> 400;
            case FORBIDDEN -> 403;
            case TOO_LARGE -> 413;
            case TOO_MANY -> 429;
            case UNAVAILABLE -> 503;
        };
        Map<String, String> headers =
                status == 429 || status == 503 ? Map.of("Retry-After", String.valueOf(RETRY_AFTER)) : Map.of();
        return new ProblemException(status, String.valueOf(refused.getMessage()), headers);
    }

    /** The status of the answer, 400 to 599. */
    public int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}
