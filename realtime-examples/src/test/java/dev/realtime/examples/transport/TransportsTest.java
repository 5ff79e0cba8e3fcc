package dev.realtime.examples.transport;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Every transport keeps the contract on every embedded container, torn at every byte on each. */
class TransportsTest {
    @Nested
    class PollOnJetty extends ServedTransport {
        PollOnJetty() {
            super(Container.JETTY, Clients.POLL);
        }
    }

    @Nested
    class LongPollOnJetty extends ServedTransport {
        LongPollOnJetty() {
            super(Container.JETTY, Clients.LONG_POLL);
        }
    }

    @Nested
    class SseOnJetty extends ServedTransport {
        SseOnJetty() {
            super(Container.JETTY, Clients.SSE);
        }
    }

    @Nested
    class WebSocketOnJetty extends ServedTransport {
        WebSocketOnJetty() {
            super(Container.JETTY, Clients.WEB_SOCKET);
        }
    }

    @Nested
    class StompOnJetty extends ServedTransport {
        StompOnJetty() {
            super(Container.JETTY, Clients.STOMP);
        }
    }

    @Nested
    @Tag(ContainerTest.ON_TOMCAT)
    class PollOnTomcat extends ServedTransport {
        PollOnTomcat() {
            super(Container.TOMCAT, Clients.POLL);
        }
    }

    @Nested
    @Tag(ContainerTest.ON_TOMCAT)
    class LongPollOnTomcat extends ServedTransport {
        LongPollOnTomcat() {
            super(Container.TOMCAT, Clients.LONG_POLL);
        }
    }

    @Nested
    @Tag(ContainerTest.ON_TOMCAT)
    class SseOnTomcat extends ServedTransport {
        SseOnTomcat() {
            super(Container.TOMCAT, Clients.SSE);
        }
    }

    @Nested
    @Tag(ContainerTest.ON_TOMCAT)
    class WebSocketOnTomcat extends ServedTransport {
        WebSocketOnTomcat() {
            super(Container.TOMCAT, Clients.WEB_SOCKET);
        }
    }

    @Nested
    @Tag(ContainerTest.ON_TOMCAT)
    class StompOnTomcat extends ServedTransport {
        StompOnTomcat() {
            super(Container.TOMCAT, Clients.STOMP);
        }
    }

    @Nested
    class PollOnUndertow extends ServedTransport {
        PollOnUndertow() {
            super(Container.UNDERTOW, Clients.POLL);
        }
    }

    @Nested
    class LongPollOnUndertow extends ServedTransport {
        LongPollOnUndertow() {
            super(Container.UNDERTOW, Clients.LONG_POLL);
        }
    }

    @Nested
    class SseOnUndertow extends ServedTransport {
        SseOnUndertow() {
            super(Container.UNDERTOW, Clients.SSE);
        }
    }

    @Nested
    class WebSocketOnUndertow extends ServedTransport {
        WebSocketOnUndertow() {
            super(Container.UNDERTOW, Clients.WEB_SOCKET);
        }
    }

    @Nested
    class StompOnUndertow extends ServedTransport {
        StompOnUndertow() {
            super(Container.UNDERTOW, Clients.STOMP);
        }
    }
}
