package dev.realtime.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client's own tests, which need nothing but Node.js. */
class NodeTest {
    private static final String MISSING = "Node.js 20 or later is needed, as `node` on the PATH";

    @BeforeAll
    static void requireNode() throws InterruptedException {
        if (hasNode()) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            fail(MISSING);
        }
        System.err.println("NOT TESTED, the JavaScript client: " + MISSING);
        Assumptions.abort(MISSING);
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            Process node = new ProcessBuilder("node", "--version").start();
            String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return node.waitFor() == 0 && Integer.parseInt(version.replaceFirst("v(\\d+).*\\s*", "$1")) >= 20;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Timeout(120)
    void the_scripts_pass_their_tests() throws Exception {
        Process node = new ProcessBuilder("node", "--test", "--test-reporter=spec", "src/test/js/")
                .redirectErrorStream(true)
                .start();
        String report = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(report).isZero();
        assertThat(report).as("tests were found").doesNotContain("tests 0\n").contains("fail 0\n");
    }
}
