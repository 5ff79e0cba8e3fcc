package dev.realtime.redis;

import dev.realtime.testkit.redis.RespClient;
import java.util.Arrays;

/** An append as nodes make it, without one. */
final class AppendByHand {
    private AppendByHand() {}

    /** Appends a number to the topic {@code t}; each number once. */
    static Object run(RespClient client, String log, int number) {
        String[] settings = {"1000", "1000000", "600000", "0", "1000000", "1000000", "1000", "10", "10"};
        String[] words = {
            "EVAL", Script.APPEND.text(), "1", log, "1", "hand", "" + number, "0", "t", "message", "" + number, ""
        };
        String[] all = Arrays.copyOf(words, words.length + settings.length);
        System.arraycopy(settings, 0, all, words.length, settings.length);
        return client.send(all);
    }
}
