package dev.realtime.servlet;

import dev.realtime.Client;
import dev.realtime.Publication;
import dev.realtime.RefusedException;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Appended;
import dev.realtime.log.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Publishing by clients, each event with one POST; the access hook lets nobody unless the application says so. */
final class PublishTransport implements HttpTransport {
    private static final Pattern JSON = Pattern.compile("application/(?:[a-z0-9.!#$&^_-]+\\+)?json");
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]*)\"?");

    /** Seconds after which a client that was too fast may go on: its rate is measured by the second. */
    private static final String SLOW_DOWN = "1";

    private final int maxBytes;
    private final int maxPerSecond;
    private final PublishRates rates;

    PublishTransport(int maxBytes, int maxPerSecond, Ticker ticker) {
        this.maxBytes = maxBytes;
        this.maxPerSecond = maxPerSecond;
        this.rates = new PublishRates(maxPerSecond, ticker);
    }

    @Override
    public String path() {
        return "publish";
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        requireRate(exchange);
        Topic topic = topic(exchange);
        String type = exchange.parameter("type");
        String key = key(exchange.request());
        Json data = data(exchange);
        Publication publication;
        try {
            publication =
                    new Publication(topic, type == null ? Event.DEFAULT_TYPE : Event.requireType(type), data, key);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("parameter 'type': " + e.getMessage());
        }
        exchange.whenDone(
                exchange.notifier().publishFor(exchange.client(), publication), done -> answer(exchange, done));
    }

    private void requireRate(Exchange exchange) {
        Client client = exchange.client();
        if (!rates.admits(client)) {
            String whose = client.principal() == null ? "from this address" : "of this login";
            String rule = "there may be at most " + maxPerSecond + " publications a second " + whose;
            exchange.notifier().overLimit(client, RefusedException.Code.TOO_MANY, "maxPublishesPerSecond", rule);
            throw new ProblemException(429, rule, Map.of("Retry-After", SLOW_DOWN));
        }
    }

    private static void answer(Exchange exchange, Appended done) throws IOException {
        byte[] body = ("{\"cursor\":\"" + done.event().id() + "\"}").getBytes(StandardCharsets.US_ASCII);
        exchange.response().setStatus(done.repeated() ? 200 : 201);
        exchange.response().setContentType("application/json");
        exchange.response().setContentLength(body.length);
        exchange.response().getOutputStream().write(body);
    }

    private static Topic topic(Exchange exchange) {
        String name = exchange.parameter("topic");
        if (name == null) {
            throw ProblemException.badRequest("parameter 'topic' is required: a topic, such as chat/lobby");
        }
        try {
            Topic topic = new Topic(name);
            if (topic.isReserved()) {
                throw new IllegalArgumentException("topic must not begin with '$', which is reserved");
            }
            return topic;
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter("topic", e);
        }
    }

    private static @Nullable String key(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders("Idempotency-Key"));
        if (keys.isEmpty()) {
            return null;
        }
        if (keys.size() > 1 || !keys.get(0).matches("[\\x21-\\x7e]{1,128}")) {
            throw ProblemException.badRequest(
                    "header 'Idempotency-Key' must be 1 to 128 visible ASCII characters, once");
        }
        return keys.get(0);
    }

    private Json data(Exchange exchange) throws IOException {
        HttpServletRequest request = exchange.request();
        String contentType = request.getContentType() == null
                ? ""
                : request.getContentType().trim().toLowerCase(Locale.ROOT);
        int parameters = contentType.indexOf(';');
        String mediaType = parameters < 0
                ? contentType
                : contentType.substring(0, parameters).stripTrailing();
        boolean text = mediaType.equals("text/plain");
        boolean utf8 = parameters < 0 || isUtf8(contentType);
        if (!utf8 || !(text || JSON.matcher(mediaType).matches())) {
            throw new ProblemException(415, "header 'Content-Type' must be application/json or text/plain, in UTF-8");
        }
        byte[] body = body(exchange);
        try {
            return text ? Json.of(decode(body)) : Json.parse(body);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isUtf8(String contentType) {
        Matcher charset = CHARSET.matcher(contentType);
        return !charset.find() || charset.group(1).equals("utf-8");
    }

    private byte[] body(Exchange exchange) throws IOException {
        long length = exchange.request().getContentLengthLong();
        if (length > maxBytes) {
            throw tooLarge(exchange);
        }
        InputStream in = exchange.request().getInputStream();
        byte[] body = in.readNBytes((length < 0 ? maxBytes : (int) length) + 1); // the one more is the end, or too many
        if (body.length > maxBytes) {
            throw tooLarge(exchange);
        }
        return body;
    }

    private RefusedException tooLarge(Exchange exchange) {
        return exchange.notifier()
                .overLimit(
                        exchange.client(),
                        RefusedException.Code.TOO_LARGE,
                        "maxPublishBytes",
                        "payload must have at most " + maxBytes + " bytes");
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("payload must be UTF-8", e);
        }
    }
}
