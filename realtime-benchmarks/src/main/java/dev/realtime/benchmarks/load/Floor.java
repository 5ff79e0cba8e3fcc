package dev.realtime.benchmarks.load;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Batch;
import dev.realtime.log.Position;
import dev.realtime.wire.BatchJson;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Sends everybody the bytes that ours would, encoded once, with as little between them and the container as can be. */
final class Floor {
    /** A client. */
    interface Receiver {
        /** Sends a message, in the form that it needs; never waits for the client. */
        void send(byte[] block, String batch);
    }

    /** What a stream begins with. */
    static final byte[] GREETING = "event: heartbeat\ndata: {}\nid: floor-0\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] PING = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final Topic TOPIC = new Topic(Message.TOPIC);

    private final Set<Receiver> receivers = ConcurrentHashMap.newKeySet();
    private final Set<Receiver> replayed = ConcurrentHashMap.newKeySet();
    private final BatchJson json = new BatchJson();
    private final FloorPolls polls = new FloorPolls();
    private final AtomicLong sequence = new AtomicLong();
    private volatile byte[] history = {};
    private volatile String historyBatch = "";

    /** The headers of each answer of ours, which containers send, and some hold for as long as the answer goes on. */
    static void sameHeaders(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }

    void add(Receiver receiver) {
        receivers.add(receiver);
    }

    /** Sends what has been, and nothing of what is published from now on. */
    void replay(Receiver receiver) {
        replayed.add(receiver);
        receiver.send(history, historyBatch);
    }

    void remove(Receiver receiver) {
        receivers.remove(receiver);
        replayed.remove(receiver);
    }

    void publish(Json message) {
        Event event = event(message);
        byte[] block = block(event);
        String batch = json.text(new Batch(List.of(event), null, new Position(event.id(), 0)));
        receivers.forEach(receiver -> receiver.send(block, batch));
        polls.publish(event);
    }

    /** So many messages, as one stream has them, and as one batch. */
    void history(int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(GREETING);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = event(Message.of(i, Message.BYTES));
            all.writeBytes(block(event));
            events.add(event);
        }
        history = all.toByteArray();
        historyBatch = new String(json.encode(events), StandardCharsets.UTF_8);
        replayed.forEach(receiver -> receiver.send(PING, "")); // who has gone is found by writing
    }

    FloorPolls polls() {
        return polls;
    }

    private Event event(Json message) {
        return new Event(
                new Cursor(1, 0, sequence.incrementAndGet()),
                TOPIC,
                Event.DEFAULT_TYPE,
                System.currentTimeMillis(),
                message);
    }

    private static byte[] block(Event event) {
        return ("data: " + event.data() + "\nid: " + event.id() + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
