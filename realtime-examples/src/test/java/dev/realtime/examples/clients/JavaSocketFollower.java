package dev.realtime.examples.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What an application does around a WebSocket that does not connect again by itself: opens it, holds the cursor of the last batch,
 * and when the connection is lost opens another that carries on there.
 */
final class JavaSocketFollower implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Executor SOON = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final String url;
    private final Recorder recorder;
    private final Opener opener;

    // All under this object's lock.
    private String cursor;
    private boolean closed;
    private AutoCloseable connection = () -> {};

    /** Opens one connection of a client; must tell the follower each message and, once, the end. */
    interface Opener {
        AutoCloseable open(URI address, JavaSocketFollower follower) throws Exception;
    }

    private JavaSocketFollower(String url, Recorder recorder, Opener opener) {
        this.url = url;
        this.recorder = recorder;
        this.opener = opener;
    }

    static JavaSocketFollower follow(String url, Recorder recorder, Opener opener) {
        JavaSocketFollower follower = new JavaSocketFollower(url, recorder, opener);
        follower.connect();
        return follower;
    }

    private void connect() {
        URI address;
        synchronized (this) {
            if (closed) {
                return;
            }
            address = URI.create(cursor == null ? url : url + "&cursor=" + cursor);
        }
        try {
            AutoCloseable opened = opener.open(address, this);
            boolean tooLate;
            synchronized (this) {
                connection = opened;
                tooLate = closed;
            }
            if (tooLate) {
                opened.close();
            }
        } catch (Exception e) {
            ended("not opened: " + e);
        }
    }

    synchronized void message(String text) {
        try {
            JsonNode batch = JSON.readTree(text);
            JsonNode gap = batch.get("gap");
            if (gap != null) {
                recorder.add(
                        new Received("gap", gap.toString(), gap.get("resumed").asText()));
            }
            for (JsonNode event : batch.get("events")) {
                recorder.add(new Received(
                        event.get("type").asText(),
                        new String(JSON.writeValueAsBytes(event.get("data")), StandardCharsets.UTF_8), // as published
                        event.get("id").asText()));
            }
            cursor = batch.get("cursor").asText();
            if (gap == null && batch.get("events").isEmpty()) {
                recorder.add(new Received(Received.HEARTBEAT, "{}", cursor));
            }
        } catch (JsonProcessingException | RuntimeException e) {
            recorder.end("not a batch: " + text + ": " + e);
        }
    }

    /** The connection is over, or was not opened. */
    void ended(String why) {
        recorder.note(why);
        SOON.execute(this::connect);
    }

    @Override
    public void close() throws Exception {
        AutoCloseable last;
        synchronized (this) {
            closed = true;
            last = connection;
        }
        last.close();
    }
}
