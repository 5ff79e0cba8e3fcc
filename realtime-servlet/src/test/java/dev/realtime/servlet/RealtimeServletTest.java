package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.realtime.Access;
import dev.realtime.Notifier;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three ways to register the servlet, and its settings. */
class RealtimeServletTest {
    private final AtomicInteger executed = new AtomicInteger();
    private final Notifier notifier = Notifier.builder()
            .access(Access.allowSubscribe("**"))
            .executor(task -> {
                executed.incrementAndGet();
                task.run();
            })
            .build();
    private final FakeContext context = new FakeContext("test");

    @AfterEach
    void close() {
        notifier.close();
    }

    private void assertServes(RealtimeServlet servlet) throws IOException {
        assertThat(FakeExchange.get("/poll?topic=a").serve(servlet).status()).isEqualTo(200);
    }

    // ---- in code ----

    @Test
    void it_is_registered_in_code() throws Exception {
        RealtimeServlet servlet = new RealtimeServlet(notifier);
        servlet.register(context.context(), "/realtime");
        assertThat(context.servlets).containsOnlyKeys("realtime").containsValue(servlet);
        assertThat(context.asyncSupported).isTrue();
        assertThat(context.mappings).containsExactly("/realtime/*");
        servlet.init(context.config());
        assertServes(servlet);
    }

    @Test
    void a_second_one_in_an_application_is_refused() {
        new RealtimeServlet(notifier).register(context.context(), "/realtime");
        assertThatIllegalStateException()
                .isThrownBy(() -> new RealtimeServlet(notifier).register(context.context(), "/other"))
                .withMessage("the application has a servlet named 'realtime' already");
    }

    @Test
    void a_path_that_is_taken_is_refused() {
        context.conflicts = Set.of("/realtime/*");
        assertThatIllegalStateException()
                .isThrownBy(() -> new RealtimeServlet(notifier).register(context.context(), "/realtime"))
                .withMessage("another servlet of the application is mapped to '/realtime/*' already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"realtime", "/realtime/", "/realtime/*", "*"})
    void a_path_begins_with_a_slash_and_ends_with_none(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RealtimeServlet(notifier).register(context.context(), path))
                .withMessage("path must begin with '/' and end without, such as /realtime: " + path);
        assertThat(context.servlets).isEmpty();
    }

    @Test
    void it_may_serve_the_whole_application() {
        new RealtimeServlet(notifier).register(context.context(), "");
        assertThat(context.mappings).containsExactly("/*");
    }

    // ---- in web.xml ----

    @Test
    void its_notifier_is_found_in_the_servlet_context() throws Exception {
        context.attributes.put("dev.realtime.Notifier", notifier);
        RealtimeServlet servlet = new RealtimeServlet();
        servlet.init(context.config());
        assertServes(servlet);
    }

    @Test
    void one_that_was_given_wins_over_that() throws Exception {
        try (Notifier other = Notifier.create()) {
            context.attributes.put(RealtimeServlet.NOTIFIER, other); // refuses everything
            RealtimeServlet servlet = new RealtimeServlet(notifier);
            servlet.init(context.config());
            assertServes(servlet);
        }
    }

    @Test
    void without_a_notifier_it_does_not_start() {
        context.attributes.put(RealtimeServlet.NOTIFIER, "not a notifier");
        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(() -> new RealtimeServlet().init(context.config()))
                .withMessage("a RealtimeServlet needs a notifier: set the servlet context's attribute"
                        + " dev.realtime.Notifier before it starts, or override configure");
    }

    // ---- as a subclass ----

    @Test
    void a_subclass_completes_the_settings() throws Exception {
        RealtimeServlet servlet = new RealtimeServlet() {
            private static final long serialVersionUID = 1;

            @Override
            protected void configure(RealtimeServletBuilder builder) {
                builder.notifier(notifier).allowOrigin("https://pages.example");
            }
        };
        servlet.init(context.config());
        FakeExchange exchange = FakeExchange.get("/poll?topic=a")
                .header("Host", "app.example")
                .header("Origin", "https://pages.example")
                .serve(servlet);
        assertThat(exchange.status()).isEqualTo(200);
    }

    @Test
    void a_subclass_may_replace_the_notifier_of_the_context() throws Exception {
        try (Notifier other = Notifier.create()) {
            context.attributes.put(RealtimeServlet.NOTIFIER, other);
            RealtimeServlet servlet = new RealtimeServlet() {
                private static final long serialVersionUID = 1;

                @Override
                protected void configure(RealtimeServletBuilder builder) {
                    builder.notifier(notifier);
                }
            };
            servlet.init(context.config());
            assertServes(servlet);
        }
    }

    // ---- its life ----

    @Test
    void before_it_is_started_it_serves_nobody() {
        assertThatIllegalStateException()
                .isThrownBy(() -> FakeExchange.get("/poll").serve(new RealtimeServlet(notifier)))
                .withMessage("the servlet has not been started");
    }

    @Test
    void one_that_was_never_started_may_be_destroyed() {
        new RealtimeServlet(notifier).destroy();
    }

    @Test
    void it_can_be_started_again() throws Exception {
        RealtimeServlet servlet = new RealtimeServlet(notifier);
        servlet.init(context.config());
        servlet.destroy();
        servlet.init(context.config());
        FakeExchange stream = FakeExchange.get("/sse?topic=a").serve(servlet);
        assertThat(stream.isOpen()).isTrue();
    }

    // ---- where it writes ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Apache Tomcat/10.1.59|false",
                "jetty/12.1.8|false",
                "Undertow - 2.3.24.Final|false",
                "WildFly Full 39.0.1.Final (WildFly Core 31.0.0.Final)|true",
                "Eclipse GlassFish  8.0.0|true",
                "SMF WebContainer|true",
            })
    void it_writes_on_the_waking_thread_where_the_container_was_seen_never_to_block_it(
            String serverInfo, boolean elsewhere) throws Exception {
        RealtimeServlet servlet = new RealtimeServlet(notifier);
        servlet.init(new FakeContext(serverInfo).config());
        FakeExchange exchange = FakeExchange.get("/sse?topic=a").serve(servlet);
        assertThat(executed).hasValue(0);
        exchange.onWritePossible();
        assertThat(executed).hasValue(elsewhere ? 1 : 0);
    }

    // ---- settings ----

    @Test
    void settings_that_mean_nothing_are_refused() {
        RealtimeServletBuilder builder = RealtimeServlet.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.heartbeat(Duration.ZERO))
                .withMessage("heartbeat must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.stall(Duration.ofSeconds(-1)))
                .withMessage("stall must be positive: PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxAge(Duration.ZERO))
                .withMessage("maxAge must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.retry(Duration.ZERO))
                .withMessage("retry must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxPublishBytes(0))
                .withMessage("maxPublishBytes must be 1 or more: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.streamBufferSize(4_095))
                .withMessage("streamBufferSize must be 4096 or more: 4095");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "",
                "app.example",
                "https://",
                "https://app.example/",
                "https://a@b",
                "//a",
                "https://*.example",
                "https://äpp.example",
                "https://app.example:",
                "https://app.example:0443",
                "https://app.example, https://b.example"
            })
    void an_origin_that_no_browser_writes_is_refused(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RealtimeServlet.builder().allowOrigin(origin))
                .withMessage("origin must be a scheme and a host in ASCII, such as https://app.example: " + origin);
    }

    @Test
    void an_origin_that_no_browser_writes_so_is_refused_by_rule() {
        RealtimeServletBuilder builder = RealtimeServlet.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.allowOrigin("https://App.example"))
                .withMessage("origin must be in lower case, as a browser writes it: https://App.example");
        for (String origin : List.of("https://app.example:443", "http://app.example:80")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.allowOrigin(origin))
                    .withMessage("origin must not have its scheme's own port, which a browser leaves out: " + origin);
        }
        builder.allowOrigin("https://app.example:80")
                .allowOrigin("http://[::1]:8080")
                .allowOrigin("capacitor://localhost");
        assertThatIllegalArgumentException().isThrownBy(() -> new Origins(Set.of("https://app.example:443")));
    }
}
