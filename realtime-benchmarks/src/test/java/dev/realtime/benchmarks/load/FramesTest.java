package dev.realtime.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final String HEAD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    /** In frames of all three kinds of length, with a ping of nothing among them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 200, 100_000})
    void a_message_that_is_cut_anywhere_is_whole(int readAtOnce) {
        String first = "{\"n\":1".repeat(10);
        String second = "2,\"t\":".repeat(100);
        String third = "34,".repeat(30_000);
        String all = HEAD + "\u0001" + (char) first.length() + first
                + "\u0089\0"
                + "\0\u007e" + (char) (second.length() >> 8) + (char) (second.length() & 0xff) + second
                + "\u0080\u007f\0\0\0\0\0" + (char) (third.length() >> 16) + (char) (third.length() >> 8 & 0xff)
                + (char) (third.length() & 0xff) + third;
        byte[] bytes = all.getBytes(ISO_8859_1);
        Frames frames = new Frames();
        StringBuilder said = new StringBuilder();
        for (int from = 0; from < bytes.length; from += readAtOnce) {
            int end = frames.unwrap(bytes, from, Math.min(bytes.length, from + readAtOnce));
            said.append(new String(bytes, from, end - from, ISO_8859_1));
        }
        assertThat(said.toString()).isEqualTo(first + second + third);
    }
}
