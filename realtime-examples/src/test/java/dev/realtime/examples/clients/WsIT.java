package dev.realtime.examples.clients;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** The npm package {@code ws}, which has the shape of a browser's WebSocket. */
class WsIT extends ClientContract {
    private static final String PACKAGE = "ws";

    @BeforeAll
    static void requireClient() throws Exception {
        NodeClient.require(PACKAGE);
    }

    @Override
    String transport() {
        return "ws";
    }

    @Override
    AutoCloseable follow(String url, Recorder recorder) throws IOException {
        return NodeClient.followWebSocket(PACKAGE, url, recorder);
    }
}
