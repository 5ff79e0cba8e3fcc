package dev.realtime.stomp;

import static dev.realtime.stomp.StompCase.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AsyncAccessTest {
    private static final String SLOW = "SUBSCRIBE\nid:0\ndestination:/topic/slow/a\nreceipt:1\n\n^@";
    private static final String AFTER = "BEGIN\ntransaction:t\nreceipt:2\n\n^@";

    @Test
    void what_comes_after_a_frame_that_is_being_decided_waits_for_it() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(SLOW + AFTER);
            rig.send("SEND\ndestination:/topic/slow/a\ntype:said\nreceipt:3\n\n7^@DISCONNECT\n\n^@");
            assertThat(rig.received()).isEmpty();

            rig.undecided.get(0).complete(true);
            assertThat(rig.received()).isEqualTo("RECEIPT\nreceipt-id:1\ncursor:#0\n\n^@RECEIPT\nreceipt-id:2\n\n^@");
            rig.undecided.get(1).complete(true);
            assertThat(rig.received()).isEqualTo("RECEIPT\nreceipt-id:3\ncursor:#1\n\n^@");
            assertThat(rig.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void a_decision_on_another_thread_wakes_the_session() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(SLOW);
            int before = rig.wakes.get();
            CompletableFuture.runAsync(() -> rig.undecided.get(0).complete(true))
                    .join();
            assertThat(rig.wakes.get()).isEqualTo(before + 1);
            assertThat(rig.received()).startsWith("RECEIPT\n");
        }
    }

    @Test
    void a_decision_at_once_needs_no_wake() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send("SUBSCRIBE\nid:0\ndestination:/topic/a\nreceipt:1\n\n^@");
            assertThat(rig.wakes).hasValue(0);
        }
    }

    @Test
    void a_refusal_that_comes_late_names_its_frame_and_drops_those_after_it() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(SLOW + AFTER);
            rig.undecided.get(0).complete(false);
            assertThat(rig.received())
                    .isEqualTo(StompCase.error(
                            "forbidden",
                            "SUBSCRIBE",
                            "receipt-id:1\n",
                            "not allowed to subscribe to slow/a",
                            "not allowed to subscribe to slow/a"));
            assertThat(rig.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void text_that_is_no_frame_is_told_after_the_frames_before_it() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(SLOW + "BEGIN\nx\n");
            assertThat(rig.received()).isEmpty();
            assertThat(rig.closeCode()).isZero();
            rig.undecided.get(0).complete(true);
            assertThat(rig.received()).startsWith("RECEIPT\nreceipt-id:1\n").contains("ERROR\n");
            assertThat(rig.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void messages_go_on_while_a_frame_is_being_decided() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send("SUBSCRIBE\nid:a\ndestination:/topic/a\n\n^@" + SLOW);
            rig.publish("a", "1");
            assertThat(rig.received()).isEqualTo(message("subscription:a\n", 1, "a", "", "1"));
        }
    }

    @Test
    void a_subscription_that_begins_after_the_end_is_closed() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(SLOW);
            rig.session.ended(CloseReason.CLIENT_GONE);
            rig.undecided.get(0).complete(true);
            assertThat(rig.notifier.subscriptionCount()).isZero();
            assertThat(rig.received()).isEmpty();
        }
    }

    @Test
    void a_subscription_that_begins_while_the_session_is_closing_is_closed() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(SLOW);
            rig.session.receiveBinary();
            rig.undecided.get(0).complete(true);
            rig.session.ended(CloseReason.CLIENT_GONE);
            assertThat(rig.notifier.subscriptionCount()).isZero();
        }
    }

    @Test
    void a_transaction_waits_for_the_decision_over_all_of_it() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send("SUBSCRIBE\nid:a\ndestination:/topic/**\n\n^@BEGIN\ntransaction:t\n\n^@"
                    + "SEND\ndestination:/topic/a\ntype:said\ntransaction:t\n\n1^@"
                    + "SEND\ndestination:/topic/slow/a\ntype:said\ntransaction:t\n\n2^@"
                    + "COMMIT\ntransaction:t\nreceipt:1\n\n^@");
            assertThat(rig.received()).isEmpty();
            rig.undecided.get(0).complete(true);
            String last = message("subscription:a\n", 2, "slow/a", "", "2");
            assertThat(rig.receivedUpTo(last))
                    .isEqualTo("RECEIPT\nreceipt-id:1\ncursor:#2\n\n^@"
                            + message("subscription:a\n", 1, "a", "", "1")
                            + last);
        }
    }
}
