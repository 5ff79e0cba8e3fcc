package dev.realtime.examples.stomp;

import dev.realtime.examples.clients.Received;
import dev.realtime.examples.clients.Recorder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What an application does around a client: whenever it is connected it subscribes, and carries on after the last message.
 */
final class Subscriber implements StompClient.Listener, AutoCloseable {
    static final String ALL_ORDERS = "/topic/orders/*";

    private static final long DEADLINE_SECONDS = 20;

    private final Recorder seen = new Recorder();
    private final BlockingQueue<Frame> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> others = new LinkedBlockingQueue<>();
    private final Map<String, String> subscription;
    private final StompClient client;

    // Under this object's lock.
    private String cursor;

    private Subscriber(String url, StompClient.Starter starter, Map<String, String> headers) throws Exception {
        subscription = new HashMap<>(headers);
        subscription.put("destination", ALL_ORDERS);
        subscription.put("id", "orders");
        subscription.put("receipt", "subscribed");
        client = starter.start(url, this);
    }

    /** Begins; when this returns the client is subscribed, and holds a place. */
    static Subscriber begin(String url, StompClient.Starter starter, Map<String, String> headers) throws Exception {
        Subscriber subscriber = new Subscriber(url, starter, headers);
        subscriber.seen.awaitOpening();
        return subscriber;
    }

    @Override
    public synchronized void received(StompClient from, Frame frame) {
        seen.note(frame.command() + frame.headers());
        switch (frame.command()) {
            case "CONNECTED" -> {
                subscribe(from);
                others.add(frame);
            }
            case "MESSAGE" -> {
                messages.add(frame);
                cursor = frame.header("message-id");
                seen.add(new Received(
                        frame.headers().containsKey("gap") ? "gap" : frame.header("type"), frame.body(), cursor));
            }
            case "RECEIPT" -> {
                if (frame.header("receipt-id").equals("subscribed")) {
                    if (cursor == null) {
                        cursor = frame.header("cursor");
                    }
                    seen.add(new Received(Received.HEARTBEAT, "{}", frame.header("cursor")));
                } else {
                    others.add(frame);
                }
            }
            default -> others.add(frame);
        }
    }

    private void subscribe(StompClient connected) {
        Map<String, String> headers = new HashMap<>(subscription);
        if (cursor != null) {
            headers.put("cursor", cursor);
        }
        try {
            connected.subscribe(headers);
        } catch (Exception lost) { // connected again, it will be done
            note("SUBSCRIBE: " + lost);
        }
    }

    @Override
    public void note(String note) {
        seen.note(note);
    }

    /** What the client has received, gaps too. */
    Recorder seen() {
        return seen;
    }

    StompClient client() {
        return client;
    }

    /** The next messages, as frames. */
    List<Frame> messages(int count) throws InterruptedException {
        List<Frame> next = new ArrayList<>();
        while (next.size() < count) {
            Frame frame = messages.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("of %d messages there came %d: %s".formatted(count, next.size(), next));
            }
            next.add(frame);
        }
        return next;
    }

    /** Those messages that are there already. */
    List<Frame> messagesNow() {
        List<Frame> there = new ArrayList<>();
        messages.drainTo(there);
        return there;
    }

    /** Those other frames that are there already. */
    List<Frame> othersNow() {
        List<Frame> there = new ArrayList<>();
        others.drainTo(there);
        return there;
    }

    /** Waits for a frame that is no message; those before it are forgotten. */
    Frame await(String command, Predicate<Frame> which) throws InterruptedException {
        List<Frame> before = new ArrayList<>();
        while (true) {
            Frame frame = others.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no such %s came, only %s".formatted(command, before));
            }
            if (frame.command().equals(command) && which.test(frame)) {
                return frame;
            }
            before.add(frame);
        }
    }

    /** Sends, and waits for the receipt. */
    Frame send(Map<String, String> headers, String json, String receipt) throws Exception {
        Map<String, String> all = new HashMap<>(headers);
        all.put("receipt", receipt);
        client.send(all, json);
        return await("RECEIPT", frame -> receipt.equals(frame.header("receipt-id")));
    }

    @Override
    public void close() throws Exception {
        client.close();
    }
}
