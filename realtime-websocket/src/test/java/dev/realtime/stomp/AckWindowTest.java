package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AckWindowTest {
    private static StompRig subscribed(String version, String mode, int published) {
        StompRig rig = new StompRig().connected(version);
        rig.send("SUBSCRIBE\nid:0\ndestination:/topic/a\nack:" + mode + "\n\n^@");
        for (int i = 1; i <= published; i++) {
            rig.publish("a", String.valueOf(i));
        }
        return rig;
    }

    private static int messages(StompRig rig) {
        return rig.received().split("MESSAGE\n", -1).length - 1;
    }

    @Test
    void no_more_than_the_window_is_sent_until_something_is_acknowledged() {
        try (StompRig rig = subscribed("1.2", "client", 300)) {
            assertThat(messages(rig)).isEqualTo(256);
            int wakes = rig.wakes.get();
            assertThat(rig.received()).isEmpty();
            assertThat(rig.wakes)
                    .as("a full window waits for an ACK, not for events")
                    .hasValue(wakes);
            rig.send("ACK\nid:1-10\n\n^@");
            assertThat(messages(rig)).isEqualTo(10);
            rig.send("ACK\nid:1-256\n\n^@");
            assertThat(messages(rig)).isEqualTo(34);
        }
    }

    @Test
    void an_individual_ack_frees_one_alone() {
        try (StompRig rig = subscribed("1.2", "client-individual", 300)) {
            assertThat(messages(rig)).isEqualTo(256);
            rig.send("ACK\nid:1-256\n\n^@ACK\nid:1-256\n\n^@");
            assertThat(messages(rig)).isEqualTo(1);
        }
    }

    @Test
    void in_auto_mode_there_is_no_window() {
        try (StompRig rig = subscribed("1.2", "auto", 300)) {
            assertThat(messages(rig)).isEqualTo(300);
        }
    }

    @Test
    void in_1_1_a_message_id_acknowledges_all_up_to_it() {
        try (StompRig rig = subscribed("1.1", "client", 300)) {
            assertThat(messages(rig)).isEqualTo(256);
            rig.send("ACK\nsubscription:0\nmessage-id:#20\n\n^@ACK\nsubscription:0\nmessage-id:#5\n\n^@");
            assertThat(messages(rig)).isEqualTo(20);
            assertThat(rig.closeCode()).isZero();
        }
    }

    @Test
    void a_gap_is_acknowledged_like_a_message_though_it_has_the_id_of_the_one_before() {
        try (StompRig rig = new StompRig().connected("1.1")) {
            rig.send("SUBSCRIBE\nid:0\ndestination:/topic/short/a\nack:client-individual\n\n^@");
            rig.publish("short/a", "1");
            assertThat(messages(rig)).isEqualTo(1);
            rig.publish("short/a", "2");
            rig.publish("short/a", "3");
            assertThat(rig.receivedUpTo("message-id:#3\n"))
                    .contains("message-id:#1\n")
                    .contains("gap:evicted\n")
                    .contains("message-id:#3\n");
            rig.send("NACK\nsubscription:0\nmessage-id:#1\n\n^@NACK\nsubscription:0\nmessage-id:#1\n\n^@"
                    + "NACK\nsubscription:0\nmessage-id:#3\n\n^@");
            assertThat(rig.received()).isEmpty();
            assertThat(rig.nacked).containsExactly("short/a #1", "short/a #3");
        }
    }

    @Test
    void a_nack_is_told_to_the_application() {
        try (StompRig rig = subscribed("1.2", "client", 3)) {
            assertThat(messages(rig)).isEqualTo(3);
            rig.send("ACK\nid:1-1\n\n^@NACK\nid:1-3\n\n^@NACK\nid:1-3\n\n^@");
            assertThat(rig.nacked).containsExactly("a #2", "a #3");
        }
    }

    @Test
    void in_a_transaction_acks_count_when_it_is_committed() {
        try (StompRig rig = subscribed("1.2", "client", 300)) {
            assertThat(messages(rig)).isEqualTo(256);
            rig.send("BEGIN\ntransaction:t\n\n^@ACK\nid:1-1\ntransaction:t\n\n^@NACK\nid:1-2\ntransaction:t\n\n^@");
            assertThat(rig.received()).isEmpty();
            assertThat(rig.nacked).isEmpty();
            rig.send("COMMIT\ntransaction:t\n\n^@");
            assertThat(messages(rig)).isEqualTo(2);
            assertThat(rig.nacked).containsExactly("a #2");
        }
    }

    @Test
    void in_a_transaction_that_is_aborted_acks_count_for_nothing() {
        try (StompRig rig = subscribed("1.2", "client", 300)) {
            assertThat(messages(rig)).isEqualTo(256);
            rig.send("BEGIN\ntransaction:t\n\n^@ACK\nid:1-9\ntransaction:t\n\n^@ABORT\ntransaction:t\n\n^@");
            assertThat(rig.received()).isEmpty();
            rig.send("ACK\nid:1-9\n\n^@");
            assertThat(messages(rig)).isEqualTo(9);
        }
    }

    @Test
    void a_full_window_holds_up_no_other_subscription() {
        try (StompRig rig = subscribed("1.2", "client", 300)) {
            assertThat(messages(rig)).isEqualTo(256);
            rig.send("SUBSCRIBE\nid:1\ndestination:/topic/b\n\n^@");
            rig.publish("b", "1");
            assertThat(rig.received()).contains("subscription:1\n");
        }
    }
}
