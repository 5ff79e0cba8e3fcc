package dev.realtime.examples.clients;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** This library's own client, with each of its transports forced. */
@ParameterizedClass
@ValueSource(strings = {"websocket", "sse", "long-poll", "poll"})
class RealtimeClientIT extends ClientContract {
    @Parameter
    String forced;

    @BeforeAll
    static void requireNode() throws Exception {
        NodeClient.require("ws");
        NodeClient.require("eventsource");
    }

    @Override
    AutoCloseable follow(String url, Recorder recorder) throws IOException {
        return NodeClient.followRealtime(forced, url, 1, recorder);
    }
}
