package dev.realtime.examples.transport;

import dev.realtime.testkit.Received;
import dev.realtime.testkit.TransportClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A client that comes back with its cursor however often its connection ends. For one thread. */
final class Follower implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final TransportClient client;
    private final int port;
    private final String filter;
    private String cursor;
    private TransportClient.Connection connection;

    /** Begins after a cursor; with null, when it has been told where it is. */
    Follower(TransportClient client, int port, String filter, String cursor) throws IOException {
        this.client = client;
        this.port = port;
        this.filter = filter;
        this.cursor = cursor;
        while (this.cursor == null) {
            if (take() instanceof Received.Refused) {
                break;
            }
        }
    }

    String filter() {
        return filter;
    }

    /** The next event, gap or refusal. */
    Received next() throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() - deadline < 0) {
            Received next = take();
            if (next != null && !(next instanceof Received.Place)) {
                return next;
            }
        }
        throw new AssertionError("nothing more came of " + filter + " after " + cursor);
    }

    /** What the connection brings; null where it brings no more, and another is needed. */
    private Received take() throws IOException {
        Received next = null;
        try {
            if (connection == null) {
                connection = client.follow(port, filter, cursor);
            }
            next = connection.next();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing more came of " + filter + " after " + cursor, e);
        } catch (IOException cut) {
            // as good as the end
        }
        if (next == null) {
            close();
        } else if (next instanceof Received.Event event) {
            cursor = event.id();
        } else if (next instanceof Received.Gap gap) {
            cursor = gap.resumed();
        } else if (next instanceof Received.Place place) {
            cursor = place.cursor();
        }
        return next;
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
