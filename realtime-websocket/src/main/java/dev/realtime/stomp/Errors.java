package dev.realtime.stomp;

import dev.realtime.CloseReason;
import dev.realtime.RefusedException;
import dev.realtime.session.ProtocolSession.Close;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ERROR frame that tells a client why its session ends, and the close that follows it (1.2, "ERROR"). */
final class Errors {
    private Errors() {}

    /**
     * The frame: "SHOULD contain a message header", and the headers that "help identify the original frame".
     *
     * @param cause the client's frame, or null where none is to blame
     * @param agreed null while there is no version: then the frame says which there are (1.2, "Protocol Negotiation")
     */
    static StompFrame frame(RefusedException rule, @Nullable StompFrame cause, @Nullable StompVersion agreed) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (agreed == null) {
            headers.put("version", StompVersion.SUPPORTED);
        }
        String receipt = cause == null || Handshake.isConnect(cause) ? null : cause.header("receipt");
        if (receipt != null) {
            headers.put("receipt-id", receipt);
        }
        String message = String.valueOf(rule.getMessage());
        headers.put("code", rule.code().word());
        headers.put("message", message);
        headers.put("content-type", "text/plain");
        String where = cause == null ? "" : Refusals.quote(cause.command()) + ": ";
        return new StompFrame("ERROR", headers, where + message);
    }

    /** The close that fits a refusal. */
    static Close close(RefusedException rule) {
        String word = rule.code().word();
        return switch (rule.code()) {
            case BAD_REQUEST -> new Close(1002, word, CloseReason.CLIENT_CLOSED);
            case FORBIDDEN, TOO_MANY -> new Close(1008, word, CloseReason.CLIENT_CLOSED);
            case TOO_LARGE -> new Close(1009, word, CloseReason.CLIENT_CLOSED);
            case UNAVAILABLE -> new Close(1001, word, CloseReason.DRAINING);
        };
    }
}
