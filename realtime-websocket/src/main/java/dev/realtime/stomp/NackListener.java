package dev.realtime.stomp;

import dev.realtime.Client;
import dev.realtime.event.Cursor;
import dev.realtime.event.Topic;

/**
 * Is told of each event that a client says it did not consume: all that a NACK means, since nothing is redelivered.
 *
 * <p>Called on the thread that handles the client's frame, by several at once: must be quick. What it throws is logged
 * and harms nobody. Of a gap nothing is told.
 */
@FunctionalInterface
public interface NackListener {
    /** Tells nobody. */
    NackListener NOBODY = (client, topic, id) -> {};

    /** The client did not consume the event of this topic with this id: the cursor just after it. */
    void nacked(Client client, Topic topic, Cursor id);
}
