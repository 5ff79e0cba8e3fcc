package dev.realtime.examples.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.NotifierBuilder;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.servlet.RealtimeServletBuilder;
import dev.realtime.testkit.RawHttp;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An application that is nothing but a RealtimeServlet, running on a container, where anyone may do anything. */
final class TestApplication implements ServletContextListener, AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Ledger ledger = new Ledger();
    private final Notifier notifier;
    private final RealtimeServlet servlet;
    private final EmbeddedServer server;

    private TestApplication(
            Function<ServletContextListener, EmbeddedServer> container,
            UnaryOperator<NotifierBuilder> core,
            UnaryOperator<RealtimeServletBuilder> servletSettings) {
        notifier = core.apply(Notifier.builder()
                        .access(Access.rules().allowSubscribe("**").allowPublish("**"))
                        .listener(ledger))
                .build();
        servlet = servletSettings
                .apply(RealtimeServlet.builder().notifier(notifier))
                .build();
        server = container.apply(this);
    }

    static TestApplication on(Container container) {
        return on(container, core -> core, http -> http);
    }

    static TestApplication on(
            Container container, UnaryOperator<NotifierBuilder> core, UnaryOperator<RealtimeServletBuilder> http) {
        return new TestApplication(application -> container.start(0, application), core, http);
    }

    /** On a container that the test sets up. */
    static TestApplication on(
            Function<ServletContextListener, EmbeddedServer> container, UnaryOperator<RealtimeServletBuilder> http) {
        return new TestApplication(container, core -> core, http);
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        servlet.register(event.getServletContext(), "/realtime");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        notifier.close();
    }

    Notifier notifier() {
        return notifier;
    }

    /** What the notifier has told so far. */
    Ledger ledger() {
        return ledger;
    }

    int port() {
        return server.port();
    }

    /** Answers of short requests, such as {@code get("/poll?topic=a")}; headers as name, value, name, value. */
    HttpResponse<String> get(String target, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(target);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String target, String json) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(target)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/realtime" + target))
                .timeout(Duration.ofSeconds(60));
    }

    /** A stream such as {@code sse("topic=a")}; headers as in {@link #get}. */
    SseReader sse(String query, String... headers) throws IOException {
        RawHttp http = new RawHttp(port());
        http.get("/realtime/sse?" + query, headers);
        return new SseReader(http);
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    /** Stops the container, and the application with it. */
    void stopContainer() {
        server.close();
    }

    /** Lets the clients go, then stops the container: Tomcat would wait two seconds for streams that are open. */
    @Override
    public void close() {
        notifier.close();
        server.close();
    }
}
