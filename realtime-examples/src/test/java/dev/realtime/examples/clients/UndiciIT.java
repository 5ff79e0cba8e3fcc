package dev.realtime.examples.clients;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** The npm package {@code undici}, whose client is the one inside Node.js. */
class UndiciIT extends ClientContract {
    private static final String PACKAGE = "undici";

    @BeforeAll
    static void requireClient() throws Exception {
        NodeClient.require(PACKAGE);
    }

    @Override
    AutoCloseable follow(String url, Recorder recorder) throws IOException {
        return NodeClient.follow(PACKAGE, url, recorder);
    }
}
