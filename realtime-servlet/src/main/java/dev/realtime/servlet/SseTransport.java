package dev.realtime.servlet;

import dev.realtime.RefusedException;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import dev.realtime.wire.BatchJson;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Server-Sent Events. A native {@code EventSource} gives up for ever on any status but 200: what passes (too many, shutting
 * down) is therefore a stream that ends at once and says when to come back, and no {@code Last-Event-ID} is ever an error.
 */
final class SseTransport implements HttpTransport {
    private final SseFormat plain = SseFormat.ofData();
    private final SseFormat enveloped;
    private final SseFormat messages;

    SseTransport(BatchJson json) {
        this.enveloped = SseFormat.ofEnvelopes(json);
        this.messages = SseFormat.ofMessages(json);
    }

    @Override
    public String path() {
        return "sse";
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        exchange.requireAccepts(plain.contentType());
        SseFormat format = format(exchange.parameter("envelope"));
        SubscriptionRequest wanted = exchange.subscriptionRequest(lastEventId(exchange));
        CompletionStage<@Nullable Subscription> admitted = exchange.notifier()
                .subscribeFor(exchange.client(), wanted)
                .handle((subscription, failure) -> failure == null ? subscription : absent(failure));
        exchange.whenDone(admitted, subscription -> {
            if (subscription == null) {
                comeBackLater(exchange);
            } else {
                exchange.stream(subscription, format);
            }
        });
    }

    private SseFormat format(@Nullable String envelope) {
        return switch (String.valueOf(envelope)) {
            case "1" -> enveloped;
            case "message" -> messages;
            default -> plain;
        };
    }

    private static @Nullable Cursor lastEventId(Exchange exchange) {
        String id = exchange.request().getHeader("Last-Event-ID");
        if (id == null || id.isEmpty()) {
            List<String> ids = exchange.query().all("lastEventId"); // sent by a popular polyfill
            if (ids.size() > 1) {
                return Cursor.FOREIGN;
            }
            id = ids.isEmpty() ? null : ids.get(0);
        }
        if (id == null || id.isEmpty()) {
            return null;
        }
        return Cursor.isWellFormed(id) ? Cursor.parse(id) : Cursor.FOREIGN;
    }

    /** Null for a refusal that passes; any other failure goes on. */
    private static @Nullable Subscription absent(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused
                && (refused.code() == RefusedException.Code.TOO_MANY
                        || refused.code() == RefusedException.Code.UNAVAILABLE)) {
            return null;
        }
        throw new CompletionException(cause);
    }

    private void comeBackLater(Exchange exchange) throws IOException {
        byte[] retry =
                plain.retry(StreamConnection.jitter(exchange.connections().settings().retry));
        exchange.response().setStatus(200);
        exchange.response().setContentType(plain.contentType());
        exchange.response().setHeader("X-Accel-Buffering", "no");
        exchange.response().setContentLength(retry.length);
        exchange.response().getOutputStream().write(retry);
    }
}
