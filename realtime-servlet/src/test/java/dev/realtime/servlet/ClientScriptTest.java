package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Notifier;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JavaScript client is served where the application's class loader finds it. */
class ClientScriptTest {
    private static final String RELEASE = "/*! realtime-client 1.2.3, Apache-2.0 */\nexport const connect = 1;";

    private final Notifier notifier = Notifier.create();
    private final RealtimeServlet servlet = new RealtimeServlet(notifier);

    @AfterEach
    void close() {
        servlet.destroy();
        notifier.close();
    }

    /** Whose jar holds this script, or no such jar. */
    private void start(String script) throws ServletException {
        FakeContext context = new FakeContext("test");
        context.classLoader = new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.equals(ClientScript.RESOURCE) && script != null
                        ? new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8))
                        : null;
            }
        };
        servlet.init(context.config());
    }

    private FakeExchange get(String target) throws IOException {
        return FakeExchange.get(target).serve(servlet).assertNoViolations();
    }

    @Test
    void the_whole_script_is_served_and_asked_for_again() throws Exception {
        start(RELEASE);
        FakeExchange answer = get("/realtime.js");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(RELEASE);
        assertThat(answer.headers())
                .containsEntry("Content-Type", "text/javascript;charset=UTF-8")
                .containsEntry("Content-Length", String.valueOf(RELEASE.length()))
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(answer.header("ETag")).matches("\"[0-9a-f]{16}\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s"})
    void who_has_it_is_told_so(String header) throws Exception {
        start(RELEASE);
        String tag = get("/realtime.js").header("ETag");
        FakeExchange answer = FakeExchange.get("/realtime.js")
                .header("If-None-Match", header.formatted(tag))
                .serve(servlet);
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo(tag);
    }

    @Test
    void another_script_has_another_tag() throws Exception {
        start(RELEASE);
        FakeExchange answer = FakeExchange.get("/realtime.js")
                .header("If-None-Match", "\"0123456789abcdef\"")
                .serve(servlet);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(RELEASE);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.3, 'public, max-age=31536000, immutable'",
        "1.2.3, 1.2.2, no-cache",
        "1.2.3, '', no-cache",
        "1.2.3-SNAPSHOT, 1.2.3-SNAPSHOT, no-cache",
    })
    void a_release_is_kept_for_ever_where_the_address_names_it(String served, String wanted, String expected)
            throws Exception {
        start(RELEASE.replace("1.2.3", served));
        assertThat(get("/realtime.js?v=" + wanted).header("Cache-Control")).isEqualTo(expected);
    }

    @Test
    void an_application_may_have_no_class_loader_of_its_own() throws Exception {
        FakeContext context = new FakeContext("test");
        context.classLoader = null;
        servlet.init(context.config());
        assertThat(get("/realtime.js").status()).isEqualTo(404);
    }

    @Test
    void without_the_jar_it_is_not_found() throws Exception {
        start(null);
        assertAnswer(
                get("/realtime.js"),
                404,
                "Not Found",
                "realtime.js is served where the jar of realtime-client is on the class path");
    }
}
