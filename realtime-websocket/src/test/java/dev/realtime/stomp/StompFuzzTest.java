package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StompFuzzTest {
    private static final String[] WORDS = {
        "SEND",
        "SUBSCRIBE",
        "UNSUBSCRIBE",
        "ACK",
        "NACK",
        "BEGIN",
        "COMMIT",
        "ABORT",
        "DISCONNECT",
        "CONNECT",
        "STOMP",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        "\n\n^@",
        "\n\n^@",
        "\n\n^@",
        "^@",
        "\r\n",
        "\r",
        ":",
        "\\",
        "\\n",
        "\\t",
        "é",
        "😀",
        "\uD83D",
        "id:0\n",
        "id:1\n",
        "id:1-1\n",
        "destination:/topic/a\n",
        "destination:/topic/**\n",
        "destination:/topic/slow/a\n",
        "destination:/topic/secret\n",
        "destination:/user/queue/x\n",
        "ack:client\n",
        "ack:client-individual\n",
        "receipt:r\n",
        "transaction:t\n",
        "transaction:u\n",
        "message-id:#1\n",
        "subscription:0\n",
        "content-length:1\n",
        "content-length:-1\n",
        "content-type:application/json\n",
        "cursor:earliest\n",
        "cursor:x-1\n",
        "replay:5\n",
        "accept-version:1.0,1.1,1.2\n",
        "heart-beat:1,1\n",
        "{\"a\":1}",
        "hello"
    };

    /** Words at random: whole frames now and then, and nothing but nonsense between. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void no_text_makes_an_exception_escape(long seed) {
        Random random = new Random(seed);
        for (int session = 0; session < 60; session++) {
            try (StompRig rig = new StompRig()) {
                if (random.nextInt(10) > 0) {
                    rig.connected(new String[] {"1.0", "1.1", "1.2"}[random.nextInt(3)]);
                }
                for (int i = 0; i < 40; i++) {
                    rig.send(frame(random));
                    if (random.nextInt(4) == 0 && !rig.undecided.isEmpty()) {
                        rig.undecided.remove(0).complete(random.nextBoolean());
                    }
                    if (random.nextInt(3) == 0) {
                        rig.publish("a", "1");
                        assertThat(rig.received()).doesNotContain("Exception", "the server could not go on");
                    }
                }
                assertThat(rig.received()).doesNotContain("Exception", "the server could not go on");
                rig.session.ended(CloseReason.CLIENT_GONE);
                rig.undecided.forEach(decision -> decision.complete(true));
                assertThat(rig.notifier.subscriptionCount()).isZero();
            }
        }
    }

    private static String frame(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(8) > 0) { // likely a frame
            text.append(WORDS[random.nextInt(11)]).append('\n');
            for (int i = random.nextInt(6); i > 0; i--) {
                text.append(WORDS[29 + random.nextInt(23)]);
            }
            text.append('\n').append(random.nextInt(3) == 0 ? "{\"a\":1}" : "").append("^@");
        } else {
            for (int i = random.nextInt(6); i > 0; i--) {
                text.append(WORDS[random.nextInt(WORDS.length)]);
            }
        }
        return text.toString();
    }

    @Test
    void no_endless_input_makes_memory_grow() {
        String[] endless = {
            "\n",
            "X",
            "SEND\na:b\n",
            "SEND\nx",
            "SEND\ndestination:/topic/slow/a\n\nxxxxxxxx",
            "SEND\ndestination:/topic/slow/a\n\nx^@",
            "BEGIN\ntransaction:t\nreceipt:r\n\n^@COMMIT\ntransaction:t\n\n^@",
            "\u0000",
            "é",
            "BEGIN\ntransaction:t\n\n^@SEND\ntransaction:t\ndestination:/topic/a\n\nx^@COMMIT\ntransaction:t\n\n^@"
        };
        for (String piece : endless) {
            try (StompRig rig = new StompRig().connected("1.2")) {
                String first = piece.repeat(1_000);
                String more = piece.startsWith("SEND\nx") ? "x".repeat(6_000) : first;
                rig.send(first);
                long before = used();
                for (int i = 0; i < 100; i++) { // of up to 70,000 characters each: nothing is ever taken by next()
                    rig.send(more);
                }
                assertThat(used() - before).as(piece).isLessThan(8L << 20);
            }
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
