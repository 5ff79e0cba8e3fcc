package dev.realtime.stomp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of text that comes in pieces of any size; a WebSocket message means nothing to it.
 *
 * <pre>
 *   COMMAND --line--> HEADERS --empty line--> BODY --NUL, or content-length and NUL--> COMMAND
 *   COMMAND --empty line: a heart-beat--> COMMAND
 * </pre>
 *
 * Holds no more than one frame within its limits. After a refusal it is not to be used any more. For one thread at a time.
 */
final class StompDecoder {
    private enum Part {
        COMMAND,
        HEADERS,
        BODY
    }

    private final StompLimits.Frame limits;
    private @Nullable StompVersion version;

    private Part part = Part.COMMAND;
    private boolean afterHighSurrogate;
    private StringBuilder text = new StringBuilder();
    private String command = "";
    private Map<String, String> headers = new LinkedHashMap<>();
    private int headerCount;
    private int bytes; // of the headers, or of the body
    private int contentLength; // of the body, or -1 where a NUL ends it

    StompDecoder(StompLimits.Frame limits) {
        this.limits = limits;
    }

    /** From the next frame on, reads this version; before the first call what a CONNECT of any version may have. */
    void version(StompVersion negotiated) {
        this.version = negotiated;
    }

    /**
     * Reads on, and gives each frame when it is complete.
     *
     * @throws dev.realtime.RefusedException naming the rule that the text breaks
     */
    void decode(String piece, Consumer<StompFrame> frames) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            requirePaired(c);
            switch (part) {
                case COMMAND -> command(c);
                case HEADERS -> header(c);
                case BODY -> body(c, frames);
            }
        }
    }

    private void command(char c) {
        if (c == '\n') {
            command = takeLine();
            if (!command.isEmpty()) { // an empty one: "The NULL octet can be optionally followed by multiple EOLs"
                part = Part.HEADERS;
            }
        } else {
            append(c);
            if (text.length() > limits.maxCommandLength()) {
                throw Refusals.badRequest(
                        "a frame's command must have at most " + limits.maxCommandLength() + " characters");
            }
        }
    }

    private void header(char c) {
        bytes += utf8Length(c);
        if (bytes > limits.maxHeaderBytes()) {
            throw Refusals.tooLarge("stomp.frame.maxHeaderBytes", "the headers of a frame", limits.maxHeaderBytes());
        }
        if (c != '\n') {
            append(c);
            return;
        }
        String line = takeLine();
        if (line.isEmpty()) {
            part = Part.BODY;
            bytes = 0;
            contentLength = contentLength(headers.get("content-length"));
        } else {
            add(line);
        }
    }

    /** A character of a line; NUL would end a frame whose end of headers never came. */
    private void append(char c) {
        if (c == 0) {
            throw Refusals.badRequest("a frame's headers must end with an empty line, before its NUL");
        }
        text.append(c);
    }

    /** "An end-of-line, which consists of an OPTIONAL carriage return followed by a REQUIRED line feed": 1.2 only. */
    private String takeLine() {
        int length = text.length();
        if (version == null || version.hasCarriageReturns()) {
            if (length > 0 && text.charAt(length - 1) == '\r') {
                length--;
            }
            int stray = text.indexOf("\r");
            if (stray >= 0 && stray < length) { // "any OCTET except CR or LF"
                throw Refusals.badRequest("a frame's line must have a carriage return only before its line feed");
            }
        }
        String line = text.substring(0, length);
        text.setLength(0);
        return line;
    }

    private void add(String line) {
        if (++headerCount > limits.maxHeaders()) {
            throw Refusals.tooMany("stomp.frame.maxHeaders", "the headers of a frame", limits.maxHeaders());
        }
        // A colon in the value should be escaped since 1.1; a good part of the clients do not, and it can mean nothing
        // else.
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw Refusals.badRequest("a header line must be a name, ':' and a value: " + Refusals.quote(line));
        }
        String name = plain(line.substring(0, colon));
        String value = plain(line.substring(colon + 1));
        String first = headers.putIfAbsent(name, value); // "only the first header entry SHOULD be used"
        if (first != null && !first.equals(value) && name.equals("content-length")) {
            throw Refusals.badRequest("header 'content-length' must not be given twice with different values");
        }
    }

    private String plain(String raw) {
        if (version == null) { // "The CONNECT and CONNECTED frames do not escape" (1.2, "Value Encoding")
            return raw;
        }
        return version.pads() ? raw.strip() : version.escapes().unescape(raw);
    }

    private int contentLength(@Nullable String value) {
        if (value == null) {
            return -1;
        }
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Refusals.badRequest("header 'content-length' must be a number of bytes: " + Refusals.quote(value));
        }
        if (value.length() > 9 || Integer.parseInt(value) > limits.maxBodyBytes()) {
            throw Refusals.tooLarge("stomp.frame.maxBodyBytes", "the body of a frame", limits.maxBodyBytes());
        }
        return Integer.parseInt(value);
    }

    private void body(char c, Consumer<StompFrame> frames) {
        if (bytes == contentLength || (contentLength < 0 && c == 0)) {
            if (c != 0) {
                throw Refusals.badRequest(
                        "a NUL must follow the " + contentLength + " bytes that header 'content-length' names");
            }
            StompFrame frame = new StompFrame(command, headers, text.toString());
            begin();
            frames.accept(frame);
            return;
        }
        bytes += utf8Length(c);
        if (bytes > limits.maxBodyBytes()) {
            throw Refusals.tooLarge("stomp.frame.maxBodyBytes", "the body of a frame", limits.maxBodyBytes());
        }
        if (contentLength >= 0 && bytes > contentLength) {
            throw Refusals.badRequest("header 'content-length' must not end within a character: " + contentLength);
        }
        text.append(c);
    }

    private void begin() {
        part = Part.COMMAND;
        text = new StringBuilder(); // not the one that may have grown to a long body
        headers = new LinkedHashMap<>();
        headerCount = 0;
        bytes = 0;
    }

    private void requirePaired(char c) {
        if (afterHighSurrogate != Character.isLowSurrogate(c)) {
            throw Refusals.badRequest("a frame must be text that UTF-8 can hold, without an unpaired surrogate");
        }
        afterHighSurrogate = Character.isHighSurrogate(c);
    }

    /** Of a character outside the basic plane each half counts for two of its four bytes. */
    private static int utf8Length(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
