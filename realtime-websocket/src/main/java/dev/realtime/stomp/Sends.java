package dev.realtime.stomp;

import dev.realtime.Publication;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a SEND frame publishes (1.2, "SEND", "Header content-type"). */
final class Sends {
    private static final Pattern JSON = Pattern.compile("application/(?:[a-z0-9.!#$&^_-]+\\+)?json");
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]*)\"?");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private Sends() {}

    /**
     * The publication.
     *
     * @throws dev.realtime.RefusedException naming the header or the rule
     */
    static Publication publication(StompFrame frame, Destinations destinations) {
        Topic topic = destinations.topic(frame.require("destination"));
        String key = frame.header("idempotency-key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw Refusals.badRequest("header 'idempotency-key' must be 1 to 128 visible ASCII characters");
        }
        return new Publication(topic, type(frame.header("type")), data(frame), key);
    }

    private static String type(@Nullable String header) {
        try {
            return header == null ? Event.DEFAULT_TYPE : Event.requireType(header);
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest("header 'type': " + e.getMessage());
        }
    }

    private static Json data(StompFrame frame) {
        String contentType = frame.header("content-type");
        if (contentType == null) {
            return jsonOrText(frame.body());
        }
        String lower = contentType.strip().toLowerCase(Locale.ROOT);
        String mediaType = lower.split("\\s*;", 2)[0];
        Matcher charset = CHARSET.matcher(lower);
        boolean utf8 = !charset.find() || charset.group(1).equals("utf-8");
        if (utf8 && mediaType.equals("text/plain")) {
            return Json.of(frame.body());
        }
        if (!utf8 || !JSON.matcher(mediaType).matches()) {
            throw Refusals.badRequest("header 'content-type' must be application/json or text/plain, in UTF-8: "
                    + Refusals.quote(contentType));
        }
        try {
            return Json.parse(frame.body());
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Json jsonOrText(String body) {
        try {
            return Json.parse(body);
        } catch (IllegalArgumentException noJson) {
            return Json.of(body);
        }
    }
}
