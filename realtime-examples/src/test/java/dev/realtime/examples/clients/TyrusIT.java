package dev.realtime.examples.clients;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.List;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.container.jdk.client.JdkClientContainer;

/** Tyrus, the client of GlassFish. */
class TyrusIT extends ClientContract {
    @Override
    String transport() {
        return "ws";
    }

    @Override
    AutoCloseable follow(String url, Recorder recorder) {
        // Made by name: looked up as a service, a container's own client might come instead.
        ClientManager client = ClientManager.createClient(JdkClientContainer.class.getName());
        JavaSocketFollower follower =
                JavaSocketFollower.follow(url, recorder, (address, events) -> open(client, address, events));
        return () -> {
            follower.close();
            client.shutdown();
        };
    }

    private static AutoCloseable open(ClientManager client, URI address, JavaSocketFollower follower) throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of("realtime.v1"))
                .build();
        return client.connectToServer(new Messages(follower), config, address);
    }

    private static final class Messages extends Endpoint {
        private final JavaSocketFollower follower;

        Messages(JavaSocketFollower follower) {
            this.follower = follower;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) follower::message);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            follower.ended("closed: " + reason);
        }
    }
}
