package dev.realtime.testkit;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a client of a transport connects, written once by the transport's author. Safe for use by several threads. */
@FunctionalInterface
public interface TransportClient {
    /**
     * Connects to {@code 127.0.0.1} and asks for what comes after a cursor.
     *
     * @param topic a topic filter
     * @param cursor null to begin with what comes from now on
     */
    Connection follow(int port, String topic, @Nullable String cursor) throws IOException;

    /** What one connection brings; of a transport that polls, one answer. For one thread at a time. */
    interface Connection extends Closeable {
        /**
         * The next thing that has arrived whole, waiting for it; null where the connection has ended, properly or not. What
         * was torn is not given.
         *
         * @throws java.net.SocketTimeoutException where nothing comes for long, such as 20 s
         * @throws IOException where the connection was cut; as good as null
         */
        @Nullable
        Received next() throws IOException;
    }
}
