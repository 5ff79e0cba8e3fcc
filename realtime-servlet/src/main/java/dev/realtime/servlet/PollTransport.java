package dev.realtime.servlet;

import dev.realtime.CloseReason;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import dev.realtime.log.Batch;
import dev.realtime.wire.BatchJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Short polling: answers at once with what comes after a cursor. A poll consumes nothing: it can be asked again. */
final class PollTransport implements HttpTransport {
    private final BatchJson json;

    PollTransport(BatchJson json) {
        this.json = json;
    }

    @Override
    public String path() {
        return "poll";
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        exchange.requireAccepts("application/json");
        int limit = exchange.query().limit();
        List<Cursor> tags = EntityTags.parse(exchange.request().getHeaders("If-None-Match"));
        String parameter = exchange.parameter("cursor");
        Cursor tag = parameter == null
                ? EntityTags.earliest(tags, exchange.notifier().head())
                : null;
        SubscriptionRequest wanted = exchange.subscriptionRequest(tag);
        // With both, the parameter says where to begin, and the tag only whether the client holds that answer already.
        boolean mayBeUnchanged =
                tag != null || tags.stream().anyMatch(t -> t.token().equals(parameter));
        exchange.subscribe(wanted, subscription -> answer(exchange, subscription, limit, mayBeUnchanged));
    }

    private void answer(Exchange exchange, Subscription subscription, int limit, boolean mayBeUnchanged)
            throws IOException {
        Batch batch = subscription.next(limit);
        exchange.response().setHeader("ETag", "\"" + batch.cursor() + "\"");
        if (mayBeUnchanged && batch.isEmpty()) {
            subscription.close(CloseReason.ANSWERED);
            exchange.response().setStatus(304);
            return;
        }
        respond(exchange, subscription, json, limit, Duration.ZERO, batch);
    }

    /** Answers 200: with this batch if it has something or there is no time to wait, else with the next one. */
    static void respond(
            Exchange exchange, Subscription subscription, BatchJson json, int limit, Duration wait, Batch batch)
            throws IOException {
        exchange.response().setStatus(200);
        exchange.response().setContentType("application/json");
        byte[] answer = batch.isEmpty() && !wait.isZero() ? null : json.encode(batch);
        new PollConnection(exchange.connections(), subscription, json, limit, wait, answer)
                .open(exchange.request(), exchange.response());
    }
}
