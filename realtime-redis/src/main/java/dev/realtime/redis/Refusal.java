package dev.realtime.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Why a command has failed, and so what is to be done about it. Immutable. */
record Refusal(Kind kind, String text) {
    enum Kind {
        /** The connection went before the answer came: it may have been done. */
        LOST,
        /** Redis has forgotten the script: it was not done. */
        NO_SCRIPT,
        /** This server takes nothing at present, being a replica or at its start, say: it was not done. */
        LATER,
        /** Redis refuses it and will go on so until somebody sees to it, having no memory left, say: it was not done. */
        NEVER,
        /** Anything else that the server said. */
        FAULT
    }

    private static final Set<String> LATER =
            Set.of("LOADING", "READONLY", "MASTERDOWN", "BUSY", "TRYAGAIN", "CLUSTERDOWN");
    private static final Set<String> NEVER = Set.of("OOM", "NOREPLICAS", "MISCONF", "NOPERM", "NOAUTH", "WRONGPASS");

    static Refusal of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = text(cause);
        return new Refusal(kind(cause, text), text);
    }

    /** What it says, and what its causes say: of a connection Lettuce tells only then why there is none. */
    private static String text(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(cause.getMessage());
        }
        return text.toString();
    }

    private static Kind kind(Throwable cause, String text) {
        if (!(cause instanceof RedisCommandExecutionException)) {
            return Kind.LOST;
        }
        if (cause instanceof RedisNoScriptException) {
            return Kind.NO_SCRIPT;
        }
        if (cause instanceof RedisLoadingException) {
            return Kind.LATER;
        }
        for (String word : text.split("[ :-]", -1)) { // Redis 6 tells of the script first, and of the reason within
            if (LATER.contains(word)) {
                return Kind.LATER;
            }
            if (NEVER.contains(word)) {
                return Kind.NEVER;
            }
        }
        return Kind.FAULT;
    }
}
