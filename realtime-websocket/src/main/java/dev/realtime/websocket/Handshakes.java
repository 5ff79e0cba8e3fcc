package dev.realtime.websocket;

import dev.realtime.Client;
import dev.realtime.Notifier;
import dev.realtime.RefusedException;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.LimitExceededException;
import dev.realtime.servlet.ProblemException;
import dev.realtime.servlet.QueryString;
import dev.realtime.session.RealtimeSession;
import dev.realtime.stomp.NackListener;
import dev.realtime.stomp.StompLimits;
import dev.realtime.stomp.StompMessages;
import dev.realtime.stomp.StompSession;
import dev.realtime.wire.BatchJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocols there are, and the sessions that a handshake of each leads to. Safe for use by several threads. */
final class Handshakes {
    /** A protocol: its path, and its sub-protocols (RFC 6455, section 1.9) in the order of preference. */
    enum Protocol {
        REALTIME("ws", "realtime.v1"),
        STOMP("stomp", "v12.stomp", "v11.stomp", "v10.stomp");

        private final String path;
        private final String subprotocols;

        Protocol(String path, String... subprotocols) {
            this.path = path;
            this.subprotocols = String.join(",", subprotocols);
        }

        String path() {
            return path;
        }

        List<String> subprotocols() {
            return List.of(subprotocols.split(",", -1));
        }
    }

    private final Notifier notifier;
    private final StompLimits stompLimits;
    private final BatchJson json = new BatchJson();
    private final StompMessages messages = new StompMessages();

    Handshakes(Notifier notifier, SocketLimits limits) {
        this.notifier = notifier;
        this.stompLimits = StompLimits.DEFAULT.withMaxSubscriptions(limits.maxSubscriptionsPerConnection());
    }

    /**
     * The handshake of a client.
     *
     * @param query what stands behind the address's question mark
     */
    Handshake of(Protocol protocol, Client client, @Nullable String query) {
        return protocol == Protocol.STOMP
                ? new Handshake(
                        client,
                        wake -> new StompSession(notifier, client, messages, stompLimits, NackListener.NOBODY, wake))
                : realtime(client, query);
    }

    private Handshake realtime(Client client, @Nullable String query) {
        int limit;
        SubscriptionRequest request;
        try {
            QueryString parameters = QueryString.parse(query);
            limit = parameters.limit();
            request = parameters.all("topic").isEmpty() ? null : parameters.subscriptionRequest();
        } catch (ProblemException e) {
            if (e.getCause() instanceof LimitExceededException rule) {
                notifier.tellOfLimit(client, RefusedException.badRequest("", rule));
            }
            return refusal(Protocol.REALTIME, client, RefusedException.Code.BAD_REQUEST, e);
        }
        return new Handshake(client, wake -> {
            RealtimeSession session = new RealtimeSession(notifier, client, json, limit, wake);
            if (request != null) {
                session.begin(request);
            }
            return session;
        });
    }

    /** Refuses in the connection's own terms: of a handshake that fails, a browser shows the page nothing. */
    Handshake refusal(Protocol protocol, Client client, RefusedException.Code code, ProblemException problem) {
        RefusedException refused = new RefusedException(code, String.valueOf(problem.getMessage()));
        return new Handshake(client, wake -> {
            if (protocol == Protocol.STOMP) {
                StompSession session = new StompSession(notifier, client, messages, wake);
                session.refuse(refused);
                return session;
            }
            RealtimeSession session = new RealtimeSession(notifier, client, json, 1, wake);
            session.refuse(refused);
            return session;
        });
    }
}
