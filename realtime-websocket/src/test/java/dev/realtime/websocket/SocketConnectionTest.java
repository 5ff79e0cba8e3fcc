package dev.realtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.realtime.Access;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.NotifierListener;
import dev.realtime.session.ProtocolSession;
import dev.realtime.testkit.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection between a container and a protocol that are both the test's; time passes when the test says so. */
class SocketConnectionTest {
    private static final Duration TICK = Duration.ofMillis(250);

    private static final Client CLIENT = new Client("ann", "192.0.2.1", Map.of(), "ws");

    private final List<String> limitsReached = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private final Notifier notifier = Notifier.builder()
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
    private final Sockets sockets = new Sockets(notifier, Runnable::run, new SocketLimits(10, 100));
    private FakeSession session;
    private FakeProtocol protocol;
    private SocketConnection connection;

    @BeforeEach
    void open() throws Exception {
        session = new FakeSession();
        connection = connect(session);
    }

    private SocketConnection connect(FakeSession to) {
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

    // ---- sending ----

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

    // ---- time ----

    @Test
    void closes_when_a_send_is_outstanding_for_30_seconds() {
        protocol.say("a", "b");
        time.advance(Duration.ofSeconds(30).minus(TICK));
        assertThat(session.closes).isEmpty();
        time.advance(TICK.multipliedBy(2));
        assertThat(session.closes).containsExactly("1001 not read");
        assertThat(protocol.ends).containsExactly(CloseReason.STALLED);
    }

    @Test
    void gives_each_send_its_own_30_seconds() {
        protocol.say("a", "b", "c");
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofSeconds(29));
            connection.heard();
            session.complete();
        }
        assertThat(session.closes).isEmpty();
    }

    @Test
    void pings_every_25_seconds() {
        for (int i = 1; i <= 4; i++) {
            time.advance(Duration.ofSeconds(25).plus(TICK));
            connection.heard();
            assertThat(session.pings).isEqualTo(i);
        }
        assertThat(session.closes).isEmpty();
    }

    @Test
    void pings_only_when_the_send_before_is_complete() {
        time.advance(Duration.ofSeconds(24));
        protocol.say("a");
        time.advance(Duration.ofSeconds(5));
        assertThat(session.pings).isZero();
        session.complete();
        time.advance(TICK);
        assertThat(session.pings).isOne();
        assertThat(session.closes).isEmpty();
    }

    @Test
    void sends_after_a_ping() {
        time.advance(Duration.ofSeconds(25).plus(TICK));
        protocol.say("a");
        assertThat(session.sent).containsExactly("a");
    }

    @Test
    void closes_after_60_seconds_of_silence() {
        session.completesInline = true;
        time.advance(Duration.ofSeconds(59));
        protocol.say("what we say is no sign of theirs");
        assertThat(session.closes).isEmpty();
        time.advance(Duration.ofSeconds(1).plus(TICK));
        assertThat(session.closes).containsExactly("1001 no sign of life");
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void takes_any_message_for_a_sign_of_life() {
        for (int i = 0; i < 6; i++) {
            time.advance(Duration.ofSeconds(50));
            switch (i % 3) {
                case 0 -> connection.receive("text", true);
                case 1 -> connection.receiveBinary(1, true);
                default -> connection.heard();
            }
        }
        assertThat(session.closes).isEmpty();
    }

    @Test
    void gives_the_protocol_a_turn_when_it_is_due() {
        protocol.toSay.add("heartbeat"); // without waking
        time.advance(TICK);
        assertThat(session.sent).isEmpty();
        protocol.due = true;
        time.advance(TICK);
        assertThat(session.sent).containsExactly("heartbeat");
    }

    @Test
    void is_looked_after_no_more_when_it_is_over() {
        connection.lost(CloseReason.CLIENT_GONE);
        assertThat(sockets.watch().all()).isEmpty();
        time.advance(Duration.ofMinutes(5));
        assertThat(session.pings).isZero();
        assertThat(session.closes).isEmpty();
    }

    // ---- receiving ----

    @Test
    void brings_what_it_receives_to_the_protocol_in_order() {
        connection.receive("a", false);
        connection.receive("", false);
        connection.receive("b", true);
        connection.receive("", true);
        connection.receiveBinary(3, true);
        assertThat(protocol.received).containsExactly("a", "b.", ".", "(binary)");
    }

    @Test
    void takes_64_KiB_and_closes_at_a_byte_more() {
        connection.receive("x".repeat(64 << 10), true);
        assertThat(session.closes).isEmpty();
        connection.receive("x".repeat(64 << 10), false);
        connection.receive("x", true);
        assertThat(session.closes).containsExactly("1009 at most 65536 bytes in 1024 fragments");
        assertThat(limitsReached).containsExactly("maxMessageBytes");
        assertThat(protocol.received).hasSize(2);
        assertThat(protocol.ends).containsExactly(CloseReason.CLIENT_GONE);
    }

    @Test
    void takes_1024_fragments_and_closes_at_one_more() {
        for (int i = 0; i < 1_024; i++) {
            connection.receive("", false);
        }
        assertThat(session.closes).isEmpty();
        connection.receive("", false);
        connection.receive("", false);
        assertThat(session.closes).containsExactly("1009 at most 65536 bytes in 1024 fragments");
    }

    @Test
    void measures_binary_messages_too() {
        connection.receiveBinary((64 << 10) + 1, false);
        assertThat(session.closes).containsExactly("1009 at most 65536 bytes in 1024 fragments");
        assertThat(protocol.received).isEmpty();
    }

    @Test
    void takes_ten_messages_a_second_and_closes_at_one_more() { // as this test has it set
        for (int i = 0; i < 10; i++) { // those of a second at once
            connection.receive("part", false);
            connection.receive("", true);
        }
        for (int i = 0; i < 100; i++) {
            time.advance(Duration.ofMillis(100));
            connection.receiveBinary(1, true);
        }
        assertThat(session.closes).isEmpty();
        connection.receive("x", true);
        assertThat(session.closes).containsExactly("1008 at most 10 messages a second");
        assertThat(limitsReached).containsExactly("maxMessagesPerSecond");
        assertThat(protocol.received).hasSize(120);
    }

    @Test
    void a_limit_of_nothing_is_refused() {
        assertThatThrownBy(() -> new SocketLimits(0, 1)).hasMessage("maxMessagesPerSecond must be 1 or more: 0");
        assertThatThrownBy(() -> new SocketLimits(1, 0))
                .hasMessage("maxSubscriptionsPerConnection must be 1 or more: 0");
    }

    @Test
    void ignores_what_comes_after_its_end() {
        connection.lost(CloseReason.CLIENT_CLOSED);
        connection.receive("late", true);
        connection.receiveBinary(1, true);
        assertThat(protocol.received).isEmpty();
    }
}
