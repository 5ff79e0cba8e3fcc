package dev.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.realtime.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

class ClientMessageJazzerTest {
    @FuzzTest(maxDuration = "1m")
    void a_text_is_a_message_or_breaks_a_rule_and_so_does_each_field(byte[] data) {
        ClientMessage message = orRule(ClientMessage::parse, new String(data, StandardCharsets.UTF_8));
        if (message == null) {
            return;
        }
        String ref = orRule(ClientMessage::ref, message);
        if (ref != null) { // it goes into the answer as it is
            assertThat(Json.parse("{\"ref\":" + ref + "}")).isNotNull();
        }
        for (String name : new String[] {"op", "topic", "type", "cursor", "key"}) {
            orRule(one -> one.text(name), message);
        }
        orRule(one -> one.texts("topics"), message);
        orRule(one -> one.json("data"), message);
        Integer replay = orRule(one -> one.number("replay"), message);
        assertThat(replay == null || replay >= 0).isTrue();
    }

    private static <A, B> @Nullable B orRule(Function<A, B> reading, A of) {
        try {
            return reading.apply(of);
        } catch (IllegalArgumentException rule) {
            assertThat(rule.getMessage()).isNotEmpty();
            return null;
        }
    }
}
