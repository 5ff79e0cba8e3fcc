package dev.realtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a connection takes from its peer, and the limits of that. */
class SocketReceivingTest extends SocketRig {
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
