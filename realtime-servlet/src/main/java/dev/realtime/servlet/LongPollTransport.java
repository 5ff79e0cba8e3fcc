package dev.realtime.servlet;

import dev.realtime.SubscriptionRequest;
import dev.realtime.wire.BatchJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Long polling: as polling, but an empty answer waits for the first event. Answers 200 even with nothing: several
 * containers drop a status that is set after the request went asynchronous.
 */
final class LongPollTransport implements HttpTransport {
    static final int DEFAULT_WAIT_SECONDS = 25;

    /** Below the 60 s after which common proxies give up. */
    static final int MAX_WAIT_SECONDS = 55;

    /** RFC 7240, section 4.3, with or without parameters. */
    private static final Pattern PREFER_WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*(?:([0-9]{1,9})|\"([0-9]{1,9})\")\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

    private final BatchJson json;

    LongPollTransport(BatchJson json) {
        this.json = json;
    }

    @Override
    public String path() {
        return "long-poll";
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        exchange.requireAccepts("application/json");
        int limit = exchange.query().limit();
        OptionalInt asked = exchange.query().number("wait", 0);
        OptionalInt preferred = asked.isPresent()
                ? OptionalInt.empty()
                : preferredWait(exchange.request().getHeaders("Prefer"));
        int wait = Math.min(MAX_WAIT_SECONDS, asked.orElse(preferred.orElse(DEFAULT_WAIT_SECONDS)));
        SubscriptionRequest wanted = exchange.subscriptionRequest();
        exchange.subscribe(wanted, subscription -> {
            if (preferred.isPresent()) {
                exchange.response().setHeader("Preference-Applied", "wait=" + wait);
            }
            PollTransport.respond(
                    exchange, subscription, json, limit, Duration.ofSeconds(wait), subscription.next(limit));
        });
    }

    private static OptionalInt preferredWait(Enumeration<String> headers) {
        while (headers.hasMoreElements()) {
            for (String preference : preferences(headers.nextElement())) {
                Matcher wait = PREFER_WAIT.matcher(preference);
                if (wait.matches()) {
                    return OptionalInt.of(Integer.parseInt(wait.group(wait.group(1) != null ? 1 : 2)));
                }
            }
        }
        return OptionalInt.empty();
    }

    /** What stands between commas (RFC 7240, section 2), where those are not within quotes. */
    private static List<String> preferences(String header) {
        List<String> preferences = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '\\' && quoted) {
                i++; // whatever it is, it ends nothing
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                preferences.add(header.substring(begin, i));
                begin = i + 1;
            }
        }
        preferences.add(header.substring(begin));
        return preferences;
    }
}
