package dev.realtime.websocket;

import dev.realtime.Access;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.NotifierListener;
import dev.realtime.testkit.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One connection between a container and a protocol that are both the test's; time passes when the test says so. */
abstract class SocketRig {
    static final Client CLIENT = new Client("ann", "192.0.2.1", Map.of(), "ws");

    final List<String> limitsReached = new ArrayList<>();
    final ManualTime time = new ManualTime();
    final Notifier notifier = Notifier.builder()
            .access(Access.allowSubscribe("**"))
            .executor(Runnable::run)
            .scheduler(time)
            .ticker(time)
            .maxConnections(2)
            .listener(new NotifierListener() {
                @Override
                public void refused(Client client, String limit) {
                    limitsReached.add(limit);
                }
            })
            .build();
    final Sockets sockets = new Sockets(notifier, Runnable::run, new SocketLimits(10, 100));
    FakeSession session;
    FakeProtocol protocol;
    SocketConnection connection;

    @BeforeEach
    void open() throws Exception {
        session = new FakeSession();
        connection = connect(session);
    }

    SocketConnection connect(FakeSession to) {
        SocketConnection made = new SocketConnection(sockets, to.session(), new Handshake(CLIENT, wake -> {
            protocol = new FakeProtocol(wake);
            return protocol;
        }));
        made.open();
        return made;
    }

    @AfterEach
    void close() {
        connection.lost(CloseReason.CLIENT_GONE); // else it might be waited for
        notifier.close();
    }
}
