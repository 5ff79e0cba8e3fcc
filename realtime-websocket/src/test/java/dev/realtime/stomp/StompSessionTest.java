package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.session.ProtocolSession.Close;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StompSessionTest {
    private static final String ALL = "SUBSCRIBE\nid:0\ndestination:/topic/**\n\n^@";

    @Test
    void binary_is_refused() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.session.receiveBinary();
            assertThat(rig.received())
                    .isEqualTo(StompCase.error(
                            "bad-request",
                            "",
                            "",
                            "a message must be text, not binary",
                            "a message must be text, not binary"));
            assertThat(rig.closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void when_there_is_nothing_it_is_woken_by_the_next_event() throws InterruptedException {
        CountDownLatch woken = new CountDownLatch(1);
        try (StompRig rig = new StompRig()) {
            StompSession session = new StompSession(
                    rig.notifier,
                    new Client(null, "192.0.2.7", Map.of(), "stomp"),
                    new StompMessages(),
                    woken::countDown);
            session.receive("CONNECT\n\n\0SUBSCRIBE\ndestination:/topic/a\n\n\0", true);
            while (session.next() != null) {}
            assertThat(woken.getCount()).isEqualTo(1);
            rig.publish("a", "1");
            assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(session.next()).startsWith("MESSAGE\n");
            session.ended(CloseReason.CLIENT_GONE);
        }
    }

    @Test
    void frames_are_put_together_in_messages_that_a_small_client_can_take() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(ALL);
            for (int i = 0; i < 500; i++) {
                rig.publish("a", String.valueOf(i));
            }
            int messages = 0;
            StringBuilder all = new StringBuilder();
            for (String message = rig.message(); message != null; message = rig.message()) {
                assertThat(message.length()).isLessThanOrEqualTo(8_192);
                assertThat(message).endsWith("^@");
                all.append(message);
                messages++;
            }
            assertThat(all.toString().split("MESSAGE\n", -1)).hasSize(501);
            assertThat(messages).isBetween(2, 30);
        }
    }

    @Test
    void a_frame_longer_than_a_message_should_be_is_sent_alone() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(ALL);
            rig.publish("a", "1");
            rig.publish("a", "\"" + "x".repeat(20_000) + "\"");
            rig.publish("a", "3");
            assertThat(rig.message()).hasSizeLessThan(1_000);
            assertThat(rig.message()).hasSizeGreaterThan(20_000).containsOnlyOnce("MESSAGE\n");
            assertThat(rig.message()).hasSizeLessThan(1_000);
            assertThat(rig.message()).isNull();
        }
    }

    @Test
    void a_busy_subscription_starves_no_other() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send("SUBSCRIBE\nid:busy\ndestination:/topic/a\n\n^@SUBSCRIBE\nid:quiet\ndestination:/topic/b\n\n^@");
            for (int i = 0; i < 500; i++) {
                rig.publish("a", String.valueOf(i));
            }
            rig.publish("b", "1");
            assertThat(rig.message()).contains("subscription:quiet\n");
        }
    }

    @Test
    void a_closing_notifier_closes_the_session_without_an_error() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(ALL + "BEGIN\ntransaction:t\nreceipt:1\n\n^@");
            rig.notifier.close();
            assertThat(rig.session.isDue(rig.now())).isTrue();
            assertThat(rig.received()).isEqualTo("RECEIPT\nreceipt-id:1\n\n^@");
            assertThat(rig.session.close()).hasFieldOrPropertyWithValue("code", 1001);
            assertThat(rig.session.close()).hasFieldOrPropertyWithValue("meaning", CloseReason.DRAINING);
        }
    }

    @Test
    void a_session_that_is_let_go_ends_after_its_replies_and_brings_no_more_messages() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(ALL + "BEGIN\ntransaction:t\nreceipt:1\n\n^@");
            rig.publish("a", "1");
            assertThat(rig.notifier.connectionCount()).isZero(); // the socket is one, not each subscription
            rig.session.letGo();
            assertThat(rig.received()).isEqualTo("RECEIPT\nreceipt-id:1\n\n^@");
            assertThat(rig.session.close()).isEqualTo(new Close(1001, "shutting down", CloseReason.DRAINING));
            assertThat(rig.notifier.subscriptionCount()).isZero();
        }
    }

    @Test
    void a_session_whose_access_is_withdrawn_is_told_and_ends() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send("SUBSCRIBE\nid:0\ndestination:/topic/a\n\n^@SUBSCRIBE\nid:1\ndestination:/topic/b\n\n^@");
            rig.publish("a", "1");
            rig.publish("a", "2");
            assertThat(rig.session.next()).isNotNull();
            rig.publish("a", "3");
            rig.revoked.add("a");
            rig.notifier.recheck("bob");
            assertThat(rig.session.isDue(rig.now())).isTrue();
            assertThat(rig.received())
                    .isEqualTo("ERROR\ncode:forbidden\nmessage:access has been withdrawn\ncontent-type:text/plain\n"
                            + "content-length:25\n\naccess has been withdrawn^@");
            assertThat(rig.session.close()).isEqualTo(new Close(1008, "forbidden", CloseReason.REFUSED));
            assertThat(rig.notifier.subscriptionCount()).isZero();
        }
    }

    @Test
    void a_frame_to_a_closed_notifier_is_refused_as_unavailable() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.notifier.close();
            rig.send("SEND\ndestination:/topic/a\nreceipt:1\n\n1^@");
            assertThat(rig.received()).contains("code:unavailable\nmessage:shutting down\n");
            assertThat(rig.closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void a_client_that_leaves_has_a_second_to_close_first_once_it_has_its_receipt() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send("DISCONNECT\nreceipt:77\n\n^@SEND\ndestination:/topic/a\nreceipt:1\n\n1^@");
            rig.advance(Duration.ofSeconds(5));
            assertThat(rig.session.isDue(rig.now())).isFalse();
            assertThat(rig.received()).isEqualTo("RECEIPT\nreceipt-id:77\n\n^@");
            assertThat(rig.closeCode()).isZero();
            rig.advance(Duration.ofSeconds(1).minusNanos(1));
            assertThat(rig.session.isDue(rig.now())).isFalse();
            assertThat(rig.closeCode()).isZero();
            rig.advance(Duration.ofNanos(1));
            assertThat(rig.session.isDue(rig.now())).isTrue();
            assertThat(rig.received()).isEmpty();
            assertThat(rig.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void a_replay_has_a_message_whenever_it_is_asked_for_one() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            for (int i = 0; i < 300; i++) {
                rig.publish("a", "\"" + "x".repeat(1_000) + "\""); // so that it is bytes that end a read
            }
            rig.send("SUBSCRIBE\nid:0\ndestination:/topic/a\ncursor:earliest\nack:client\nreceipt:1\n\n^@");
            assertThat(rig.session.isReplaying()).as("before its receipt").isFalse();
            assertThat(rig.message()).startsWith("RECEIPT\n");
            int messages = 0;
            for (; rig.session.isReplaying(); messages++) {
                assertThat(rig.message()).startsWith("MESSAGE\n");
            }
            assertThat(messages).isGreaterThan(30);
            assertThat(rig.received()).as("the window is full").isEmpty();
        }
    }

    @Test
    void every_end_lets_go_of_the_subscriptions() {
        for (String end : new String[] {"DISCONNECT\n\n^@", "BEGIN\n\n^@", "UNSUBSCRIBE\nid:0\n\n^@"}) {
            try (StompRig rig = new StompRig().connected("1.2")) {
                rig.send(ALL);
                assertThat(rig.notifier.subscriptionCount()).isEqualTo(1);
                rig.send(end);
                assertThat(rig.notifier.subscriptionCount()).isZero();
            }
        }
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(ALL);
            rig.session.ended(CloseReason.CLIENT_GONE);
            assertThat(rig.notifier.subscriptionCount()).isZero();
            rig.session.receive("BEGIN\n\n\0", true);
            assertThat(rig.received()).isEmpty();
        }
    }

    @Test
    void a_user_reaches_no_other_users_topics_by_a_name() {
        for (String name : new String[] {"*", "**", "eve/inbox", ""}) {
            try (StompRig rig = new StompRig(StompLimits.DEFAULT, name).connected("1.2")) {
                rig.send("SUBSCRIBE\nid:0\ndestination:/user/queue/a\n\n^@");
                assertThat(rig.received()).contains("code:forbidden\n");
                assertThat(rig.closeCode()).isEqualTo(1008);
            }
        }
    }

    @Test
    void who_is_not_logged_in_has_no_destination_of_their_own() {
        try (StompRig rig = new StompRig(StompLimits.DEFAULT, null)) {
            rig.send("CONNECT\naccept-version:1.2\n\n^@SUBSCRIBE\nid:0\ndestination:/user/queue/a\n\n^@");
            assertThat(rig.received())
                    .doesNotContain("user-name")
                    .contains("message:a destination under /user/queue/ is for clients who are logged in\n");
            assertThat(rig.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void a_name_with_a_line_break_adds_no_header() {
        try (StompRig rig = new StompRig(StompLimits.DEFAULT, "eve\nversion:1.0")) {
            rig.send("CONNECT\naccept-version:1.2\n\n^@");
            assertThat(rig.received()).contains("user-name:eve version:1.0\n");
        }
    }
}
