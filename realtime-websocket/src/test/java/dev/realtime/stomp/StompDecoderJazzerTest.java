package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.realtime.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class StompDecoderJazzerTest {
    private static final StompLimits.Frame LIMITS = StompLimits.DEFAULT.frame();

    /** The first character says the version, the second how long the pieces are. */
    @FuzzTest(maxDuration = "1m")
    void the_same_frames_come_of_a_text_however_it_is_cut(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        if (text.length() > 2) {
            int version = text.charAt(0) % 3;
            int length = 1 + text.charAt(1) % 8;
            String frames = text.substring(2);
            assertThat(decode(frames, version, length)).isEqualTo(decode(frames, version, frames.length()));
        }
    }

    /** The frames, and the rule that ended them, if one did. */
    private static List<String> decode(String text, int version, int length) {
        StompDecoder decoder = new StompDecoder(LIMITS);
        decoder.version(StompVersion.values()[version]);
        List<String> frames = new ArrayList<>();
        try {
            for (int i = 0; i < text.length(); i += length) {
                decoder.decode(text.substring(i, Math.min(text.length(), i + length)), frame -> {
                    assertThat(frame.headers()).hasSizeLessThanOrEqualTo(LIMITS.maxHeaders());
                    assertThat(frame.body().length()).isLessThanOrEqualTo(LIMITS.maxBodyBytes());
                    frames.add(frame.toString());
                });
            }
        } catch (RefusedException rule) {
            frames.add(rule.code() + " " + rule.getMessage());
        }
        return frames;
    }
}
