package dev.realtime.examples.clients;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** The npm package {@code eventsource} of 2022, still much used: it takes an id before the rest of its event is there. */
class EventSource2IT extends ClientContract {
    private static final String PACKAGE = "eventsource-2";

    @BeforeAll
    static void requireClient() throws Exception {
        NodeClient.require(PACKAGE);
    }

    @Override
    AutoCloseable follow(String url, Recorder recorder) throws IOException {
        return NodeClient.follow(PACKAGE, url, recorder);
    }
}
