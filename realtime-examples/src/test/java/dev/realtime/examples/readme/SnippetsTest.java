package dev.realtime.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Action;
import dev.realtime.Client;
import dev.realtime.Notifier;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The README's smaller pieces of code, each in a test of what the text beside it says. */
class SnippetsTest {
    record Price(double value) {}

    @Test
    void a_published_object_is_an_event_with_its_json() {
        try (Notifier notifier = Notifier.create()) {
            notifier.publish("prices/ACME", new Price(101.25));

            Batch batch = notifier.subscribe(SubscriptionRequest.to("prices/*").from(From.earliest()))
                    .next(10);
            assertThat(batch.events())
                    .extracting(event -> event.data().toString())
                    .containsExactly("{\"value\":101.25}");
        }
    }

    @Test
    void the_rules_keep_inboxes_apart() {
        Access access = Access.rules()
                .allowSubscribe("user/{principal}/**")
                .denySubscribe("user/**")
                .allowSubscribe("**")
                .allowPublish("chat/**");

        assertThat(List.of("user/ann/inbox", "orders/*", "user/bob/inbox", "user/*/inbox", "*/bob/**", "**"))
                .map(filter -> allows(access, filter))
                .containsExactly(true, true, false, false, false, false);
    }

    private static boolean allows(Access access, String filter) {
        Client ann = new Client("ann", "127.0.0.1", Map.of(), "test");
        return access.decide(ann, Action.SUBSCRIBE, TopicFilter.of(filter))
                .toCompletableFuture()
                .join();
    }

    private final CompletableFuture<String> audited = new CompletableFuture<>();

    private void audit(Topic topic, Json data) {
        audited.complete(topic + " " + data);
    }

    @Test
    void code_in_the_same_jvm_listens() throws Exception {
        try (Notifier notifier = Notifier.create()) {
            Subscription subscription = notifier.subscribe("orders/*", event -> audit(event.topic(), event.data()));
            Flow.Publisher<Batch> reactive = notifier.publisher(SubscriptionRequest.to("orders/*"));

            notifier.publish("orders/42", 1);
            assertThat(audited.get(10, TimeUnit.SECONDS)).isEqualTo("orders/42 1");
            assertThat(reactive).isNotNull();
            subscription.close();
        }
    }

    @Test
    void topics_differ_in_what_they_keep() {
        Access access = Access.denyAll();
        InMemoryEventLog log = InMemoryEventLog.builder()
                .retention("orders/**", Retention.DEFAULT.withMaxEvents(10_000).withMaxAge(Duration.ofHours(1)))
                .retention("position/*", Retention.latestOnly(Duration.ofMinutes(5)))
                .maxTotalBytes(256L << 20)
                .build();
        Notifier notifier = Notifier.builder().log(log).access(access).build();

        try (notifier) {
            notifier.publish("position/ann", 1);
            notifier.publish("position/ann", 2);
            Batch batch = notifier.subscribe(
                            SubscriptionRequest.to("position/*").from(From.earliest()))
                    .next(10);
            assertThat(batch.gap()).isNull();
            assertThat(batch.events())
                    .extracting(event -> event.data().toString())
                    .containsExactly("2");
        }
    }

    private static final class WithWebSocket implements ServletContextListener {
        private final Notifier notifier = Notifier.create();

        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServletContext context = event.getServletContext();
            RealtimeWebSocket.addTo(RealtimeServlet.builder(), notifier, context)
                    .build()
                    .register(context, "/realtime");
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            notifier.close();
        }
    }

    @ContainerTest
    void one_call_adds_web_socket(Container container) throws Exception {
        try (EmbeddedServer server = container.start(0, new WithWebSocket())) {
            for (String path : List.of("ws", "stomp")) {
                URI address = URI.create("http://127.0.0.1:" + server.port() + "/realtime/" + path);
                int status = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                assertThat(status).as(path).isEqualTo(426);
            }
        }
    }
}
