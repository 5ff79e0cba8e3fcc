package dev.realtime.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The built script, as it is in the jar. */
class ScriptTest {
    private static final int MOST_BYTES = 5_000;
    private static final String VERSION = System.getProperty("project.version");

    private static byte[] script() throws IOException {
        try (InputStream in =
                ScriptTest.class.getResourceAsStream("/META-INF/resources/webjars/realtime-client/realtime.js")) {
            return in.readAllBytes();
        }
    }

    @Test
    void is_at_most_5_kB_gzipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(script());
        }
        assertThat(zipped.size()).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void begins_with_this_version() throws IOException {
        assertThat(new String(script(), StandardCharsets.UTF_8))
                .startsWith("/*! realtime-client " + VERSION + ", Apache-2.0 */\n");
    }

    @Test
    void is_of_the_same_version_as_the_npm_package() throws IOException {
        assertThat(Files.readString(Path.of("package.json"))).contains("\"version\": \"" + VERSION + "\"");
    }

    @Test
    void loads_nothing_else() throws IOException {
        assertThat(new String(script(), StandardCharsets.UTF_8)).doesNotContainPattern("\\bimport\\b|\\brequire\\b");
    }
}
