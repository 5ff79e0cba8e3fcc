package dev.realtime.websocket;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Takes our servlet's handshakes into sessions. What it does not override, some containers look up wrongly. */
class EndpointConfigurator extends ServerEndpointConfig.Configurator {
    private final Sockets sockets;

    EndpointConfigurator(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Handshake.handOver(config.getUserProperties());
    }

    /** The router has checked the origin before it upgraded; who comes past it is closed when it opens. */
    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return true;
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return supported.stream().filter(requested::contains).findFirst().orElse("");
    }

    /** None: compression costs hundreds of KiB for each connection. */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
        return endpointClass.cast(new SocketEndpoint(sockets));
    }
}
