package dev.realtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.realtime.CloseReason;
import dev.realtime.session.ProtocolSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a connection sends, and how it ends. */
class SocketConnectionTest extends SocketRig {
    @Test
    void sends_the_next_message_when_the_container_has_taken_the_one_before() {
        protocol.say("a", "b", "c");
        assertThat(session.sent).containsExactly("a");
        protocol.say("d");
        assertThat(session.sent).containsExactly("a");
        session.complete();
        assertThat(session.sent).containsExactly("a", "b");
        session.complete();
        session.complete();
        session.complete();
        assertThat(session.sent).containsExactly("a", "b", "c", "d");
        assertThat(session.closes).isEmpty();
    }

    @Test
    void does_not_care_on_which_thread_a_send_completes() {
        protocol.say("a", "b");
        CompletableFuture.runAsync(session::complete).join();
        assertThat(session.sent).containsExactly("a", "b");
    }

    @Test
    void goes_on_where_sends_complete_within_the_call_without_growing_the_stack() {
        session.completesInline = true;
        String[] many = IntStream.range(0, 100_000).mapToObj(String::valueOf).toArray(String[]::new);
        protocol.say(many);
        assertThat(session.sent).containsExactly(many);
        assertThat(session.closes).isEmpty();
    }

    @Test
    void asks_once_for_more_after_a_send_that_completes_within_the_call() {
        session.completesInline = true;
        int before = protocol.asked;
        protocol.say("a");
        assertThat(protocol.asked - before).isEqualTo(2);
    }

    @Test
    void closes_when_a_send_fails() {
        protocol.say("a", "b");
        session.fail(new IOException("broken pipe"));
        assertThat(session.sent).containsExactly("a");
        assertThat(session.closes).containsExactly("1011 not written");
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void closes_when_the_container_throws() {
        session.failure = new IllegalStateException("closed");
        protocol.say("a", "b");
        assertThat(session.closes).containsExactly("1011 not written");
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void closes_as_the_protocol_says_once_its_last_message_is_taken() {
        protocol.toSay.add("an error");
        protocol.close(new ProtocolSession.Close(1008, "forbidden", CloseReason.CLIENT_CLOSED));
        assertThat(session.closes).isEmpty();
        session.complete();
        assertThat(session.closes).containsExactly("1008 forbidden");
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_CLOSED);
    }

    @Test
    void lets_the_client_go_when_the_notifier_closes() {
        notifier.close();
        assertThat(session.closes).containsExactly("1001 shutting down");
        assertThat(protocol.ends).containsExactly(CloseReason.DRAINING);
    }

    @Test
    void cuts_off_who_does_not_take_the_last_message_when_the_notifier_closes() {
        protocol.toSay.add("the last");
        notifier.close();
        assertThat(session.sent).containsExactly("the last");
        assertThat(session.closes).containsExactly("1001 shutting down");
        assertThat(protocol.ends).containsExactly(CloseReason.DRAINING);
    }

    @Test
    void has_a_moment_to_take_what_is_being_sent_when_the_notifier_closes() {
        protocol.say("a", "the last");
        CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> {
            sockets.watch().awaitNone(Duration.ofMillis(100)); // while the notifier waits for it
            session.complete();
            session.complete();
        });
        notifier.close();
        taken.join();
        assertThat(session.sent).containsExactly("a", "the last");
        assertThat(session.closes).containsExactly("1001 shutting down");
    }

    @Test
    void shortens_the_containers_idle_timeout_before_it_closes_where_there_is_one() {
        when(session.session().getMaxIdleTimeout()).thenReturn(30_000L);
        connection.failed();
        verify(session.session()).setMaxIdleTimeout(5_000);
    }

    @Test
    void sets_no_idle_timeout_where_the_container_has_none() {
        connection.failed();
        verify(session.session(), never()).setMaxIdleTimeout(anyLong());
    }

    @Test
    void ends_its_session_when_it_is_lost_before_it_is_open() throws Exception {
        SocketConnection unopened =
                new SocketConnection(sockets, new FakeSession().session(), new Handshake(CLIENT, wake -> {
                    protocol = new FakeProtocol(wake);
                    return protocol;
                }));
        unopened.lost(CloseReason.CLIENT_GONE);
        assertThat(protocol.ends).contains(CloseReason.CLIENT_GONE);
    }

    @Test
    void closes_when_the_container_cannot_go_on() {
        connection.failed();
        assertThat(session.closes).containsExactly("1011 failed");
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void lets_the_client_go_at_its_moment_once_it_has_taken_what_is_being_sent() {
        protocol.say("a");
        notifier.drain(Duration.ofMinutes(1));
        time.advance(Duration.ofSeconds(29)); // a send may take that long
        protocol.toSay.add("b");
        time.advance(Duration.ofSeconds(31).minusNanos(1));
        assertThat(session.closes).containsExactly("1001 not read");
    }

    @Test
    void lets_the_client_go_at_its_moment() {
        protocol.say("a");
        session.complete();
        protocol.toSay.add("an answer");
        notifier.drain(Duration.ofSeconds(20));
        assertThat(session.closes).isEmpty();
        time.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(session.sent).containsExactly("a", "an answer");
        assertThat(session.closes).isEmpty();
        session.complete();
        assertThat(session.closes).containsExactly("1001 shutting down");
        assertThat(protocol.ends).containsExactly(CloseReason.DRAINING);
        assertThat(notifier.connectionCount()).isZero();
    }

    @Test
    void counts_as_a_connection_until_it_is_over() throws Exception {
        assertThat(notifier.connectionCount()).isEqualTo(1);
        FakeSession second = new FakeSession();
        connect(new FakeSession());
        connect(second);
        assertThat(second.closes).containsExactly("1008 too-many");
        assertThat(limitsReached).containsExactly("maxConnections");
        assertThat(session.closes).isEmpty();
        connection.lost(CloseReason.CLIENT_GONE);
        assertThat(notifier.connectionCount()).isEqualTo(1);
        FakeSession third = new FakeSession();
        connect(third);
        assertThat(third.closes).isEmpty();
    }

    @Test
    void is_not_opened_while_the_notifier_drains() throws Exception {
        notifier.drain(Duration.ofSeconds(20));
        FakeSession late = new FakeSession();
        connect(late);
        assertThat(late.closes).containsExactly("1001 shutting down");
        assertThat(notifier.connectionCount()).isEqualTo(1);
    }

    @Test
    void sends_nothing_after_its_end() {
        connection.lost(CloseReason.CLIENT_GONE);
        protocol.say("late");
        assertThat(session.sent).isEmpty();
        assertThat(session.closes).isEmpty(); // the container has done that
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void keeps_to_the_first_reason_of_its_end() {
        protocol.close(new ProtocolSession.Close(1008, "forbidden", CloseReason.CLIENT_CLOSED));
        connection.lost(CloseReason.CLIENT_GONE);
        notifier.close();
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_CLOSED);
        assertThat(session.closes).hasSize(1);
    }

    @Test
    void takes_no_turn_before_it_is_open() throws Exception {
        PrintStream console = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            FakeSession early = new FakeSession();
            SocketConnection eager = new SocketConnection(sockets, early.session(), new Handshake(CLIENT, wake -> {
                FakeProtocol wishful = new FakeProtocol(wake);
                wishful.say("already");
                return wishful;
            }));
            assertThat(early.sent).isEmpty();
            eager.open();
            assertThat(early.sent).containsExactly("already");
        } finally {
            System.setErr(console);
        }
        assertThat(logged.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
