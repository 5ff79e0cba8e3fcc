package dev.realtime.stomp;

import dev.realtime.Client;
import dev.realtime.event.Cursor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ACK and NACK: which message one names, and what it does. One that names a message which was acknowledged before, or
 * whose subscription has ended meanwhile, does nothing; one that names what was never sent is refused. For one thread at
 * a time.
 */
final class Acks {
    private static final Logger LOG = LoggerFactory.getLogger(Acks.class);
    private static final Pattern ACK = Pattern.compile("([1-9][0-9]{0,17})-([1-9][0-9]{0,17})");

    private final StompSubscriptions subscriptions;
    private final Client client;
    private final NackListener listener;

    /** An acknowledgement of the message with this number; a negative one where {@code nack}. */
    record Ack(StompSubscription subscription, long number, boolean nack) {}

    Acks(StompSubscriptions subscriptions, Client client, NackListener listener) {
        this.subscriptions = subscriptions;
        this.client = client;
        this.listener = listener;
    }

    /**
     * What a frame acknowledges; null for nothing (any more).
     *
     * @param subscribed how many subscriptions there have been
     */
    @Nullable
    Ack resolve(StompFrame frame, StompVersion version, long subscribed) {
        boolean nack = frame.command().equals("NACK");
        return switch (version) {
            case V1_2 -> byAck(frame.require("id"), nack, subscribed);
            case V1_1 -> byMessage(frame.require("message-id"), frame.require("subscription"), nack);
            case V1_0 -> byMessage(frame.require("message-id"), frame.header("subscription"), nack);
        };
    }

    /** Frees the window, and tells the application of a NACK. */
    void apply(Ack ack) {
        for (AckWindow.Sent sent : ack.subscription().window().free(ack.number())) {
            if (ack.nack() && sent.topic() != null) {
                try {
                    listener.nacked(client, sent.topic(), sent.id());
                } catch (RuntimeException e) {
                    LOG.warn("The listener for NACKs failed", e);
                }
            }
        }
    }

    /** "The ACK frame MUST include an id header matching the ack header of the MESSAGE" (1.2, "ACK"). */
    private @Nullable Ack byAck(String id, boolean nack, long subscribed) {
        Matcher parts = ACK.matcher(id);
        if (parts.matches() && Long.parseLong(parts.group(1)) <= subscribed) {
            long number = Long.parseLong(parts.group(2));
            for (StompSubscription one : subscriptions.all()) {
                if (one.key().serial() == Long.parseLong(parts.group(1))) {
                    if (!one.window().knows(number)) {
                        throw neverSent("id", "the 'ack' header", id);
                    }
                    return new Ack(one, number, nack);
                }
            }
            return null;
        }
        throw neverSent("id", "the 'ack' header", id);
    }

    /** By {@code message-id} and {@code subscription} (1.1, "ACK"); 1.0 has the message alone. */
    private @Nullable Ack byMessage(String messageId, @Nullable String subscription, boolean nack) {
        if (!Cursor.isWellFormed(messageId)) {
            throw neverSent("message-id", "that", messageId);
        }
        Cursor id = Cursor.parse(messageId);
        boolean sent = false;
        boolean looked = false;
        for (StompSubscription one : subscriptions.all()) {
            if (subscription == null || one.key().id().equals(subscription)) {
                looked = true;
                sent |= one.hasSent(id);
                long number = one.window().find(id);
                if (number > 0) {
                    return new Ack(one, number, nack);
                }
            }
        }
        if (looked && !sent) {
            throw neverSent("message-id", "that", messageId);
        }
        return null;
    }

    private static RuntimeException neverSent(String header, String what, String value) {
        return Refusals.badRequest(
                "header '" + header + "' must be " + what + " of a MESSAGE that was sent: " + Refusals.quote(value));
    }
}
