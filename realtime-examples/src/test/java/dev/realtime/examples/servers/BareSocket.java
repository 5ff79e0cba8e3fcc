package dev.realtime.examples.servers;

import jakarta.servlet.ServletContext;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/** A WebSocket of the container's own, without the library, that sends for ever; tells of the end of the last one. */
public final class BareSocket extends Endpoint {
    static final String PATH = "/bare-ws";

    private static final String TEXT = "x".repeat(32 << 10);
    private static volatile String told = "nothing";

    private volatile long lastTaken;

    static void addTo(ServletContext context) throws DeploymentException {
        ServerContainer container = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(BareSocket.class, PATH).build());
    }

    /** How it was told of the end, and how long after the last message was taken. */
    static String told() {
        return told;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        told = "nothing";
        send(session);
    }

    private void send(Session session) {
        lastTaken = System.nanoTime();
        session.getAsyncRemote().sendText(TEXT, result -> {
            if (result.isOK()) {
                send(session);
            } else {
                over("the send");
            }
        });
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        over("onClose " + reason.getCloseCode().getCode());
    }

    @Override
    public void onError(Session session, Throwable failure) {
        over("onError");
    }

    private synchronized void over(String by) {
        if (told.equals("nothing")) {
            told = by + " after " + Math.round((System.nanoTime() - lastTaken) / 1e9) + " s";
        }
    }
}
