package dev.realtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.realtime.CloseReason;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.testkit.HeldThreads;
import jakarta.servlet.ServletContext;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a container whose sends never wait, replays are sent by threads of their own, in turns of one message. */
@Timeout(60)
class SocketReplayTurnsTest extends SocketRig {
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final FakeSession back = session();
    private HeldThreads held;
    private SocketConnection replayed;

    private static FakeSession session() {
        try {
            return new FakeSession();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void connectToServerWhoseSendsNeverWait() throws InterruptedException {
        held = new HeldThreads(notifier.replaying(), THREADS);
        ServletContext context = mock(ServletContext.class);
        when(context.getServerInfo()).thenReturn("jetty/12.1.8");
        Sockets on = new Sockets(notifier, RealtimeServlet.writerFor(context, notifier), new SocketLimits(10, 100));
        replayed = new SocketConnection(on, back.session(), new Handshake(CLIENT, wake -> {
            protocol = new FakeProtocol(wake);
            return protocol;
        }));
        replayed.open();
        back.completesInline = true;
    }

    @AfterEach
    void letGo() {
        held.close();
        replayed.lost(CloseReason.CLIENT_GONE);
    }

    /** Lets one thread go, and returns what has been sent when that has come to the end of what it has to do by now. */
    private List<String> sentByThen() throws InterruptedException {
        return held.afterOne(() -> List.copyOf(back.sent));
    }

    @Test
    void sends_one_message_of_a_replay_a_turn() throws InterruptedException {
        protocol.replaying = true;
        protocol.say("a", "b", "c");
        assertThat(back.sent).isEmpty();
        assertThat(sentByThen()).containsExactly("a");
        sentByThen();
        assertThat(sentByThen()).containsExactly("a", "b", "c");
    }

    @Test
    void sends_at_once_what_is_of_no_replay() {
        protocol.say("a", "b");
        assertThat(back.sent).containsExactly("a", "b");
    }

    @Test
    void waits_once_whatever_happens_meanwhile() throws InterruptedException {
        protocol.replaying = true;
        protocol.say("a", "b", "c");
        protocol.say("d");
        replayed.receive("something", true);
        assertThat(protocol.received).containsExactly("something.");
        assertThat(sentByThen()).containsExactly("a");
    }

    @Test
    void ends_at_once_while_it_waits_for_its_turn() {
        protocol.replaying = true;
        protocol.say("a");
        replayed.lost(CloseReason.CLIENT_GONE);
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_GONE);
        assertThat(back.sent).isEmpty();
    }

    @Test
    void is_closed_when_the_application_goes_while_it_waits_for_its_turn() {
        protocol.replaying = true;
        protocol.say("a");
        notifier.close();
        assertThat(back.closes).containsExactly("1001 shutting down");
        assertThat(protocol.ends).containsExactly(CloseReason.DRAINING);
    }
}
