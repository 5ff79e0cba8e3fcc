package dev.realtime.websocket;

import dev.realtime.Client;
import dev.realtime.session.ProtocolSession;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What our servlet knows of a connection that it upgrades. It reaches the endpoint by way of the container: from the thread that
 * upgrades into the user properties of this one handshake, and from there into the session's.
 *
 * @param client who it is, for the limits on connections
 * @param protocol makes the protocol's session, given what to run when it has something to do
 */
record Handshake(Client client, Function<Runnable, ProtocolSession> protocol) {
    private static final String KEY = Handshake.class.getName();
    private static final ThreadLocal<@Nullable Handshake> CURRENT = new ThreadLocal<>();

    /** An upgrade, made while this handshake is the thread's. */
    @FunctionalInterface
    interface Upgrade<E extends Exception> {
        void run() throws E;
    }

    <E extends Exception> void during(Upgrade<E> upgrade) throws E {
        CURRENT.set(this);
        try {
            upgrade.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** Puts the thread's handshake, if it has one, where the session will have it. */
    static void handOver(Map<String, Object> userProperties) {
        Handshake current = CURRENT.get();
        if (current == null) {
            userProperties.remove(KEY);
        } else {
            current.putInto(userProperties);
        }
    }

    void putInto(Map<String, Object> userProperties) {
        userProperties.put(KEY, this);
    }

    /** The handshake of a session, which holds it no longer; null where our servlet did not upgrade it. */
    static @Nullable Handshake take(Map<String, Object> userProperties) {
        return (Handshake) userProperties.remove(KEY);
    }
}
