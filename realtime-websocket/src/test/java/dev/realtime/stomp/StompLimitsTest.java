package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StompLimitsTest {
    static Stream<Arguments> beyond() {
        return Stream.of(
                Arguments.of("X".repeat(17), 1002, "a frame's command must have at most 16 characters", ""),
                Arguments.of(
                        "SEND\ndestination:/topic/a\n" + "a:b\n".repeat(64),
                        1008,
                        "the headers of a frame must be at most 64",
                        "stomp.frame.maxHeaders"),
                Arguments.of(
                        "SEND\nx:" + "é".repeat(4_096),
                        1009,
                        "the headers of a frame must have at most 8192 bytes",
                        "stomp.frame.maxHeaderBytes"),
                Arguments.of(
                        "SEND\ndestination:/topic/a\n\n" + "é".repeat(32_769),
                        1009,
                        "the body of a frame must have at most 65536 bytes",
                        "stomp.frame.maxBodyBytes"),
                Arguments.of(
                        "SEND\ndestination:/topic/a\ncontent-length:65537\n\n",
                        1009,
                        "the body of a frame must have at most 65536 bytes",
                        "stomp.frame.maxBodyBytes"),
                Arguments.of(
                        numbered(17, i -> "BEGIN\ntransaction:" + i + "\n\n^@"),
                        1008,
                        "the open transactions must be at most 16",
                        "stomp.transaction.maxOpen"),
                Arguments.of(
                        "BEGIN\ntransaction:t\n\n^@" + "SEND\ndestination:/topic/a\ntransaction:t\n\nx^@".repeat(257),
                        1008,
                        "the frames in open transactions must be at most 256",
                        "stomp.transaction.maxFrames"),
                Arguments.of(
                        "BEGIN\ntransaction:t\n\n^@"
                                + ("SEND\ndestination:/topic/a\ntransaction:t\n\n" + "x".repeat(60_000) + "^@")
                                        .repeat(5),
                        1009,
                        "the frames in open transactions must have at most 262144 bytes",
                        "stomp.transaction.maxSize"),
                Arguments.of(
                        numbered(101, i -> "SUBSCRIBE\nid:" + i + "\ndestination:/topic/a\n\n^@"),
                        1008,
                        "the subscriptions of a session must be at most 100",
                        "maxSubscriptionsPerConnection"),
                Arguments.of(
                        "SUBSCRIBE\nid:0\ndestination:/topic/slow\n\n^@" + "BEGIN\ntransaction:t\n\n^@".repeat(1_025),
                        1008,
                        "the frames that wait to be handled must be at most 1024",
                        "stomp.queue.maxFrames"),
                Arguments.of(
                        "SUBSCRIBE\nid:0\ndestination:/topic/slow\n\n^@"
                                + ("SEND\ndestination:/topic/a\n\n" + "x".repeat(60_000) + "^@").repeat(5),
                        1009,
                        "the frames that wait to be handled must have at most 262144 bytes",
                        "stomp.queue.maxSize"));
    }

    private static String numbered(int count, IntFunction<String> frame) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(frame.apply(i));
        }
        return all.toString();
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void beyond_a_limit_there_is_an_error_and_a_close(String text, int code, String rule, String limit) {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send(text);
            assertThat(rig.received()).startsWith("ERROR\n").contains("message:" + rule + "\n");
            assertThat(rig.closeCode()).isEqualTo(code);
            assertThat(String.join("", rig.limitsReached)).isEqualTo(limit);
        }
    }

    @Test
    void a_limit_of_the_notifiers_is_told_of_once() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send("SEND\ndestination:/topic/a\n\n" + "\"".repeat(60_000) + "^@");
            assertThat(rig.received()).contains("code:too-large\n");
            assertThat(rig.limitsReached).containsExactly("maxPayloadBytes");
        }
    }

    @Test
    void at_every_limit_of_a_frame_there_is_none() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            String headers = "destination:/topic/a\nreceipt:1\n" + "a:b\n".repeat(61);
            String fill = "x:" + "y".repeat(8_192 - headers.length() - 4) + "\n";
            rig.send("SEND\n" + headers + fill + "\n" + "é".repeat(32_768) + "^@");
            assertThat(rig.received()).isEqualTo("RECEIPT\nreceipt-id:1\ncursor:#1\n\n^@");
        }
    }

    @Test
    void transactions_that_are_over_count_no_more() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            for (int i = 0; i < 1_000; i++) {
                rig.send("BEGIN\ntransaction:t\n\n^@SEND\ndestination:/topic/a\ntransaction:t\n\n" + "x".repeat(1_000)
                        + "^@" + (i % 2 == 0 ? "COMMIT" : "ABORT") + "\ntransaction:t\n\n^@");
            }
            assertThat(rig.received()).isEmpty();
            assertThat(rig.closeCode()).isZero();
        }
    }

    @Test
    void replies_that_nobody_takes_hold_up_the_frames_after_them() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            String receipt = "r".repeat(8_000);
            for (int i = 0; i < 20; i++) { // replies of 160,000 characters; what waits keeps within its own limit
                rig.send("SEND\ndestination:/topic/a\nreceipt:" + receipt + "\n\n" + i + "^@");
            }
            assertThat(rig.notifier.head().sequence()).isEqualTo(9); // the ninth passes 64 Ki
            assertThat(rig.received().split("RECEIPT\n", -1)).hasSize(21);
            assertThat(rig.notifier.head().sequence()).isEqualTo(20);
            assertThat(rig.closeCode()).isZero();
        }
    }

    @Test
    void a_limit_of_nothing_is_refused() {
        assertThatThrownBy(() -> StompLimits.DEFAULT.withMaxBodyBytes(0))
                .hasMessage("maxBodyBytes must be 1 or more: 0");
        assertThatThrownBy(() -> StompLimits.DEFAULT.withHeartBeat(Duration.ofSeconds(-1)))
                .hasMessage("heartBeat must be from zero to one day: PT-1S");
    }

    @Test
    void a_topic_too_long_is_told_of_by_the_limits_name() {
        try (StompRig rig = new StompRig().connected("1.2")) {
            rig.send("SUBSCRIBE\nid:0\ndestination:/topic/" + "x".repeat(256) + "\n\n^@");
            assertThat(rig.received()).contains("topic filter must have 1 to 255 UTF-8 bytes");
            assertThat(rig.limitsReached).containsExactly("maxTopicBytes");
        }
    }
}
