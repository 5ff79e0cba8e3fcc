package dev.realtime.benchmarks.fanout;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.log.Batch;
import dev.realtime.log.Position;
import dev.realtime.wire.BatchJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends everybody the bytes that ours would, encoded once, with as little between them and the container as can be. */
final class Floor {
    /** A client. */
    interface Receiver {
        /** Sends a message, in the form that it needs; never waits for the client. */
        void send(byte[] block, String batch);
    }

    private static final Topic TOPIC = new Topic(Message.TOPIC);

    private final Set<Receiver> receivers = ConcurrentHashMap.newKeySet();

    void add(Receiver receiver) {
        receivers.add(receiver);
    }

    void remove(Receiver receiver) {
        receivers.remove(receiver);
    }

    void publish(long number) {
        Event event = new Event(
                new Cursor(1, 0, number + 1),
                TOPIC,
                Event.DEFAULT_TYPE,
                System.currentTimeMillis(),
                Message.of(number));
        Batch alone = new Batch(List.of(event), null, new Position(event.id(), 0));
        String block = "data: " + event.data() + "\nid: " + event.id() + "\n\n";
        byte[] bytes = block.getBytes(StandardCharsets.UTF_8);
        String batch = new BatchJson().text(alone);
        receivers.forEach(receiver -> receiver.send(bytes, batch));
    }
}
