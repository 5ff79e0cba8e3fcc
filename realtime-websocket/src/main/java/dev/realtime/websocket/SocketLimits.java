package dev.realtime.websocket;

/**
 * What one WebSocket connection may take of the server. Immutable.
 *
 * @param maxMessagesPerSecond from the client, the ACK frames of STOMP among them; those of a second may come at once; beyond
 *     that the connection is closed; default 1,000
 * @param maxSubscriptionsPerConnection of STOMP; {@code realtime.v1} has one, of as many topics as the notifier allows;
 *     default 100
 */
public record SocketLimits(int maxMessagesPerSecond, int maxSubscriptionsPerConnection) {
    /** Every default. */
    public static final SocketLimits DEFAULT = new SocketLimits(1_000, 100);

    public SocketLimits {
        positive("maxMessagesPerSecond", maxMessagesPerSecond);
        positive("maxSubscriptionsPerConnection", maxSubscriptionsPerConnection);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more: " + value);
        }
    }
}
