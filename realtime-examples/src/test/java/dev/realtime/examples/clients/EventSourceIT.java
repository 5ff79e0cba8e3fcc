package dev.realtime.examples.clients;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** The npm package {@code eventsource}. */
class EventSourceIT extends ClientContract {
    private static final String PACKAGE = "eventsource";

    @BeforeAll
    static void requireClient() throws Exception {
        NodeClient.require(PACKAGE);
    }

    @Override
    AutoCloseable follow(String url, Recorder recorder) throws IOException {
        return NodeClient.follow(PACKAGE, url, recorder);
    }
}
