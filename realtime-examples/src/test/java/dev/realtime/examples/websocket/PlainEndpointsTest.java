package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.examples.websocket.RawSocket.End;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** The endpoints of an application that does not map the servlet. */
class PlainEndpointsTest {
    private final Notifier notifier = Notifier.builder()
            .access(Access.rules().allowSubscribe("open/**").allowPublish("open/**"))
            .build();

    private static final class Endpoints implements ServletContextListener {
        private final Notifier notifier;

        Endpoints(Notifier notifier) {
            this.notifier = notifier;
        }

        @Override
        public void contextInitialized(ServletContextEvent event) {
            RealtimeWebSocket.addEndpoints(
                    event.getServletContext(), "/plain", notifier, Set.of("https://app.example"));
            event.getServletContext().addServlet("pages", new Pages()).addMapping("/"); // Tomcat wants one
        }
    }

    private static final class Pages extends HttpServlet {
        private static final long serialVersionUID = 1;
    }

    private EmbeddedServer start(Container container) {
        return container.start(0, new Endpoints(notifier));
    }

    @AfterEach
    void close() {
        notifier.close();
    }

    @ContainerTest
    void serve_both_protocols_with_one_cursor(Container container) throws Exception {
        try (EmbeddedServer server = start(container)) {
            String cursor;
            try (RawSocket socket = new RawSocket(server.port())) {
                assertThat(socket.upgrade("/plain/ws?topic=open/a")).isEqualTo(101);
                assertThat(socket.json().get("events")).isEmpty();
                socket.send("{\"op\":\"publish\",\"ref\":1,\"topic\":\"open/a\",\"data\":1}");
                cursor = eventOf(socket).get("id").asText();
            }
            notifier.publish("open/a", 2);
            try (StompSocket socket = new StompSocket(server.port(), "/plain/stomp")) {
                socket.connect();
                socket.send("SUBSCRIBE", "id:1", "destination:/topic/open/a", "cursor:" + cursor);
                assertThat(socket.next().body()).isEqualTo("2");
            }
            notifier.close();
        }
    }

    /** The answer to a publish and the event come in either order. */
    private static JsonNode eventOf(RawSocket socket) throws Exception {
        JsonNode message = socket.json();
        while (message.path("events").isEmpty()) {
            assertThat(message.path("ok").asBoolean()).isTrue();
            message = socket.json();
        }
        return message.get("events").get(0);
    }

    @ContainerTest
    void ask_the_access_hook(Container container) throws Exception {
        try (EmbeddedServer server = start(container);
                RawSocket socket = new RawSocket(server.port())) {
            assertThat(socket.upgrade("/plain/ws?topic=secret")).isEqualTo(101);
            assertThat(socket.json().get("error").get("code").asText()).isEqualTo("forbidden");
            assertThat(socket.end().code()).isEqualTo(1008);
            notifier.close();
        }
    }

    @ContainerTest
    void let_in_their_own_page_and_listed_ones(Container container) throws Exception {
        try (EmbeddedServer server = start(container)) {
            for (String origin : new String[] {"http://127.0.0.1:" + server.port(), "https://app.example"}) {
                try (RawSocket socket = new RawSocket(server.port())) {
                    assertThat(socket.upgrade("/plain/ws?topic=open/a", "Origin: " + origin))
                            .isEqualTo(101);
                    assertThat(socket.json().get("events")).isEmpty();
                }
            }
            notifier.close();
        }
    }

    /** A handshake cannot be refused here on every container: the refusal is the first and last message, in the protocol's terms. */
    @ContainerTest
    void refuse_a_foreign_page_once_the_connection_is_open(Container container) throws Exception {
        try (EmbeddedServer server = start(container)) {
            for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1"}) {
                try (RawSocket socket = new RawSocket(server.port());
                        StompSocket stomp = new StompSocket(server.port(), "/plain/stomp", "Origin: " + origin)) {
                    assertThat(socket.upgrade("/plain/ws?topic=open/a", "Origin: " + origin))
                            .isEqualTo(101);
                    notifier.publish("open/a", "not for them");
                    assertThat(socket.json().get("error").get("code").asText()).isEqualTo("forbidden");
                    assertThat(socket.end()).isEqualTo(new End(1008, "forbidden"));

                    assertThat(stomp.next())
                            .returns("ERROR", StompSocket.Frame::command)
                            .extracting(frame -> frame.headers().get("code"))
                            .isEqualTo("forbidden");
                    assertThat(stomp.raw().end()).isEqualTo(new End(1008, "forbidden"));
                }
            }
            assertThat(notifier.subscriptionCount()).isZero();
            notifier.close();
        }
    }
}
