package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartBeatsTest {
    private static StompRig connected(String heartBeat) {
        StompRig rig = new StompRig();
        rig.send("CONNECT\naccept-version:1.2\nheart-beat:" + heartBeat + "\n\n^@");
        assertThat(rig.received()).contains("heart-beat:10000,10000\n");
        return rig;
    }

    @Test
    void an_end_of_line_is_sent_before_the_client_misses_it() {
        try (StompRig rig = connected("0,20000")) {
            rig.advance(Duration.ofMillis(17_999));
            assertThat(rig.session.isDue(rig.now())).isFalse();
            assertThat(rig.received()).isEmpty();
            rig.advance(Duration.ofMillis(1));
            assertThat(rig.session.isDue(rig.now())).isTrue();
            assertThat(rig.received()).isEqualTo("\n");
            assertThat(rig.session.isDue(rig.now())).isFalse();
        }
    }

    @Test
    void the_greater_of_both_wishes_holds() {
        try (StompRig rig = connected("0,1")) {
            rig.advance(Duration.ofMillis(8_999));
            assertThat(rig.received()).isEmpty();
            rig.advance(Duration.ofMillis(1));
            assertThat(rig.received()).isEqualTo("\n");
        }
    }

    @Test
    void a_frame_is_a_heart_beat_too() {
        try (StompRig rig = connected("0,10000")) {
            rig.advance(Duration.ofSeconds(8));
            rig.send("BEGIN\ntransaction:t\nreceipt:1\n\n^@");
            assertThat(rig.received()).startsWith("RECEIPT");
            rig.advance(Duration.ofSeconds(8));
            assertThat(rig.session.isDue(rig.now())).isFalse();
            assertThat(rig.received()).isEmpty();
        }
    }

    @Test
    void a_silent_client_is_let_go() {
        try (StompRig rig = connected("10000,0")) {
            rig.advance(Duration.ofMillis(20_999));
            assertThat(rig.received()).isEmpty();
            assertThat(rig.closeCode()).isZero();
            assertThat(rig.session.isDue(rig.now())).isFalse();
            rig.advance(Duration.ofMillis(1));
            assertThat(rig.session.isDue(rig.now())).isTrue();
            assertThat(rig.received()).isEmpty();
            assertThat(rig.closeCode()).isEqualTo(1002);
            assertThat(rig.session.isDue(rig.now())).isFalse();
        }
    }

    @Test
    void any_piece_of_text_is_a_sign_of_life() {
        try (StompRig rig = connected("10000,0")) {
            for (String piece : new String[] {"\n", "BEG", "IN\n"}) {
                rig.advance(Duration.ofSeconds(20));
                rig.send(piece);
                assertThat(rig.received()).isEmpty();
                assertThat(rig.closeCode()).isZero();
            }
        }
    }

    @Test
    void who_wants_none_has_none() {
        try (StompRig rig = connected("0,0")) {
            rig.advance(Duration.ofDays(1));
            assertThat(rig.session.isDue(rig.now())).isFalse();
            assertThat(rig.received()).isEmpty();
            assertThat(rig.closeCode()).isZero();
        }
    }

    @Test
    void a_server_that_wants_none_has_none() {
        try (StompRig rig = new StompRig(StompLimits.DEFAULT.withHeartBeat(Duration.ZERO), null)) {
            rig.send("CONNECT\naccept-version:1.1\nheart-beat:1000,1000\n\n^@");
            assertThat(rig.received()).contains("heart-beat:0,0\n");
            rig.advance(Duration.ofDays(1));
            assertThat(rig.received()).isEmpty();
            assertThat(rig.closeCode()).isZero();
        }
    }
}
