package dev.realtime.session;

import dev.realtime.RefusedException;
import dev.realtime.event.Cursor;
import dev.realtime.event.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a client's operations are answered, until it is sent. For one thread at a time. */
final class Answers {
    private @Nullable Deque<String> unsent; // made for the first: most connections only listen

    /** @param ref the operation's, as JSON; null where it has none */
    void ok(@Nullable String ref) {
        add("{" + ref(ref) + "\"ok\":true}");
    }

    void ok(@Nullable String ref, Cursor cursor) {
        add("{" + ref(ref) + "\"ok\":true,\"cursor\":\"" + cursor + "\"}");
    }

    void error(@Nullable String ref, RefusedException.Code code, String message) {
        String error = "{\"code\":\"" + code.word() + "\",\"message\":" + Json.of(message) + "}";
        add("{" + ref(ref) + "\"error\":" + error + "}");
    }

    void error(@Nullable String ref, RefusedException refused) {
        error(ref, refused.code(), String.valueOf(refused.getMessage()));
    }

    private void add(String answer) {
        if (unsent == null) {
            unsent = new ArrayDeque<>(1);
        }
        unsent.add(answer);
    }

    private static String ref(@Nullable String ref) {
        return ref == null ? "" : "\"ref\":" + ref + ",";
    }

    /** The next to send, or null. */
    @Nullable
    String poll() {
        return unsent == null ? null : unsent.poll();
    }

    boolean isEmpty() {
        return unsent == null || unsent.isEmpty();
    }

    int size() {
        return unsent == null ? 0 : unsent.size();
    }
}
