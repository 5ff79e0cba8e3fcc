package dev.realtime.stomp;

import dev.realtime.event.Cursor;
import dev.realtime.event.Topic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one subscription that wait to be acknowledged, in the order they were sent. Holds their ids only:
 * nothing is sent twice. For one thread at a time.
 */
final class AckWindow {
    private final AckMode mode;
    private final int size;
    private final Map<Long, Sent> waiting = new LinkedHashMap<>();
    private long last; // number

    /** A message that was sent; a gap has no topic. */
    record Sent(long number, Cursor id, @Nullable Topic topic) {}

    AckWindow(AckMode mode, int size) {
        this.mode = mode;
        this.size = size;
    }

    AckMode mode() {
        return mode;
    }

    /** How many messages may be sent now. */
    int room() {
        return size - waiting.size();
    }

    /** Remembers a message, and returns its number: 1 and up. */
    long sent(Cursor id, @Nullable Topic topic) {
        last++;
        waiting.put(last, new Sent(last, id, topic));
        return last;
    }

    /** Whether a message has had this number, whatever became of it. */
    boolean knows(long number) {
        return number >= 1 && number <= last;
    }

    /**
     * The number of the waiting message with this id, or 0. A gap has the id of a place that the event before it may have
     * too: cumulatively the last of them is meant, else the first.
     */
    long find(Cursor id) {
        long found = 0;
        for (Sent sent : waiting.values()) {
            if (sent.id().equals(id)) {
                found = sent.number();
                if (mode == AckMode.INDIVIDUAL) {
                    break;
                }
            }
        }
        return found;
    }

    /** Frees what an ACK or NACK of this number means, and returns it; nothing where that is done already. */
    List<Sent> free(long number) {
        List<Sent> freed = new ArrayList<>();
        if (mode == AckMode.INDIVIDUAL) {
            Sent one = waiting.remove(number);
            if (one != null) {
                freed.add(one);
            }
            return freed;
        }
        Iterator<Sent> oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            Sent sent = oldest.next();
            if (sent.number() > number) {
                break;
            }
            oldest.remove();
            freed.add(sent);
        }
        return freed;
    }
}
