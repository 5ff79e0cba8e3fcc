package dev.realtime.websocket;

import dev.realtime.Client;
import dev.realtime.RefusedException;
import dev.realtime.servlet.Origins;
import dev.realtime.servlet.ProblemException;
import dev.realtime.websocket.Handshakes.Protocol;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** For an endpoint that clients open themselves: knows of them what the WebSocket API tells, and checks the origin itself. */
final class PlainConfigurator extends EndpointConfigurator {
    private final Handshakes handshakes;
    private final Protocol protocol;
    private final Origins origins;

    PlainConfigurator(Sockets sockets, Handshakes handshakes, Protocol protocol, Origins origins) {
        super(sockets);
        this.handshakes = handshakes;
        this.protocol = protocol;
        this.origins = origins;
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.getHeaders());
        Principal user = request.getUserPrincipal();
        Client client = new Client(user == null ? null : user.getName(), "", headers, protocol.path());
        Handshake handshake;
        try {
            List<String> hosts = headers.getOrDefault("Host", List.of());
            origins.check(
                    headers.getOrDefault("Origin", List.of()),
                    headers.getOrDefault("Sec-Fetch-Site", List.of()),
                    hosts.isEmpty() ? "" : hosts.get(0),
                    false);
            handshake = handshakes.of(protocol, client, request.getQueryString());
        } catch (
                ProblemException
                        foreign) { // told when it is open: a handshake cannot be refused here on every container
            handshake = handshakes.refusal(protocol, client, RefusedException.Code.FORBIDDEN, foreign);
        }
        handshake.putInto(config.getUserProperties());
    }
}
