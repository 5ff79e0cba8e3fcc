package dev.realtime.stomp;

import dev.realtime.Publication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transactions that a client has begun and not ended (1.2, "BEGIN"), within their limits. For one thread at a time. */
final class Transactions {
    private final StompLimits.Transaction limits;
    private final Map<String, Transaction> open = new HashMap<>();
    private int frames; // of all
    private int size;

    /** What is to be done when a transaction is committed. */
    static final class Transaction {
        final List<Publication> publications = new ArrayList<>();
        final List<Acks.Ack> acks = new ArrayList<>();
        private int frames;
        private int size;

        private Transaction() {}
    }

    Transactions(StompLimits.Transaction limits) {
        this.limits = limits;
    }

    /** "Different transactions MUST use different transaction identifiers." */
    void begin(String id) {
        if (open.containsKey(id)) {
            throw Refusals.badRequest("a transaction must not be begun twice: " + Refusals.quote(id));
        }
        if (open.size() == limits.maxOpen()) {
            throw Refusals.tooMany("stomp.transaction.maxOpen", "the open transactions", limits.maxOpen());
        }
        open.put(id, new Transaction());
    }

    /** Makes room for the frame in the transaction it names; null where it names none. */
    @Nullable
    Transaction join(StompFrame frame) {
        String id = frame.header("transaction");
        if (id == null) {
            return null;
        }
        Transaction transaction = find(id);
        if (frames == limits.maxFrames()) {
            throw Refusals.tooMany(
                    "stomp.transaction.maxFrames", "the frames in open transactions", limits.maxFrames());
        }
        if (size + frame.size() > limits.maxSize()) {
            throw Refusals.tooLarge("stomp.transaction.maxSize", "the frames in open transactions", limits.maxSize());
        }
        frames++;
        size += frame.size();
        transaction.frames++;
        transaction.size += frame.size();
        return transaction;
    }

    /** Ends one: to be done, or to be forgotten. */
    Transaction end(String id) {
        Transaction transaction = find(id);
        open.remove(id);
        frames -= transaction.frames;
        size -= transaction.size;
        return transaction;
    }

    /** "Implicitly aborted if the client sends a DISCONNECT frame or if the connection fails." */
    void abortAll() {
        open.clear();
        frames = 0;
        size = 0;
    }

    private Transaction find(String id) {
        Transaction transaction = open.get(id);
        if (transaction == null) {
            throw Refusals.badRequest("header 'transaction' must name one that is open: " + Refusals.quote(id));
        }
        return transaction;
    }
}
