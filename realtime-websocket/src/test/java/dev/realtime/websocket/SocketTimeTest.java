package dev.realtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What time asks of a connection. */
class SocketTimeTest extends SocketRig {
    private static final Duration TICK = Duration.ofMillis(250);

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
}
