package dev.realtime.examples;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.log.Gap;
import dev.realtime.log.Position;
import dev.realtime.servlet.Exchange;
import dev.realtime.servlet.HttpTransport;
import dev.realtime.servlet.StreamFormat;
import dev.realtime.wire.BatchJson;
import dev.realtime.wire.FrameCache;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transport of an application's own: newline-delimited JSON, each line a batch as polling has it. */
public final class NdjsonTransport implements HttpTransport, StreamFormat {
    private final BatchJson json = new BatchJson();
    private final FrameCache<byte[]> lines = FrameCache.ofBytes(event -> line(List.of(event), null, event.id()));

    @Override
    public String path() {
        return "ndjson";
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        exchange.requireAccepts(contentType());
        exchange.subscribe(exchange.subscriptionRequest(), subscription -> exchange.stream(subscription, this));
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public byte[] event(Event event) {
        return lines.frame(event);
    }

    @Override
    public byte[] gap(Gap gap) {
        return line(List.of(), gap, gap.resumed());
    }

    @Override
    public byte[] heartbeat(Cursor cursor) {
        return line(List.of(), null, cursor);
    }

    @Override
    public byte[] retry(Duration delay) {
        return new byte[0]; // its clients know by themselves when to come back
    }

    private byte[] line(List<Event> events, @Nullable Gap gap, Cursor cursor) {
        byte[] batch = json.encode(new Batch(events, gap, new Position(cursor, 0)));
        byte[] line = Arrays.copyOf(batch, batch.length + 1);
        line[batch.length] = '\n';
        return line;
    }
}
