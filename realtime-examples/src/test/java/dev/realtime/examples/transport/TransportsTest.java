package dev.realtime.examples.transport;

import dev.realtime.Notifier;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.testkit.TransportClient;
import dev.realtime.testkit.TransportContract;
import org.junit.jupiter.api.Nested;

/** Every transport keeps the contract on every embedded container, torn at every byte on each. */
class TransportsTest {
    abstract static class On extends TransportContract {
        private final Container container;
        private final Clients transport;
        private EmbeddedServer server;

        On(Container container, Clients transport) {
            this.container = container;
            this.transport = transport;
        }

        @Override
        protected int start(Notifier notifier) {
            server = Server.start(container, notifier);
            return server.port();
        }

        @Override
        protected void stop() {
            server.close();
        }

        @Override
        protected TransportClient client() {
            return transport.client;
        }

        @Override
        protected String malformed() {
            return transport.isOverHttp() ? super.malformed() : "bad-request";
        }

        @Override
        protected String forbidden() {
            return transport.isOverHttp() ? super.forbidden() : "forbidden";
        }
    }

    @Nested
    class PollOnJetty extends On {
        PollOnJetty() {
            super(Container.JETTY, Clients.POLL);
        }
    }

    @Nested
    class LongPollOnJetty extends On {
        LongPollOnJetty() {
            super(Container.JETTY, Clients.LONG_POLL);
        }
    }

    @Nested
    class SseOnJetty extends On {
        SseOnJetty() {
            super(Container.JETTY, Clients.SSE);
        }
    }

    @Nested
    class WebSocketOnJetty extends On {
        WebSocketOnJetty() {
            super(Container.JETTY, Clients.WEB_SOCKET);
        }
    }

    @Nested
    class StompOnJetty extends On {
        StompOnJetty() {
            super(Container.JETTY, Clients.STOMP);
        }
    }

    @Nested
    class PollOnTomcat extends On {
        PollOnTomcat() {
            super(Container.TOMCAT, Clients.POLL);
        }
    }

    @Nested
    class LongPollOnTomcat extends On {
        LongPollOnTomcat() {
            super(Container.TOMCAT, Clients.LONG_POLL);
        }
    }

    @Nested
    class SseOnTomcat extends On {
        SseOnTomcat() {
            super(Container.TOMCAT, Clients.SSE);
        }
    }

    @Nested
    class WebSocketOnTomcat extends On {
        WebSocketOnTomcat() {
            super(Container.TOMCAT, Clients.WEB_SOCKET);
        }
    }

    @Nested
    class StompOnTomcat extends On {
        StompOnTomcat() {
            super(Container.TOMCAT, Clients.STOMP);
        }
    }

    @Nested
    class PollOnUndertow extends On {
        PollOnUndertow() {
            super(Container.UNDERTOW, Clients.POLL);
        }
    }

    @Nested
    class LongPollOnUndertow extends On {
        LongPollOnUndertow() {
            super(Container.UNDERTOW, Clients.LONG_POLL);
        }
    }

    @Nested
    class SseOnUndertow extends On {
        SseOnUndertow() {
            super(Container.UNDERTOW, Clients.SSE);
        }
    }

    @Nested
    class WebSocketOnUndertow extends On {
        WebSocketOnUndertow() {
            super(Container.UNDERTOW, Clients.WEB_SOCKET);
        }
    }

    @Nested
    class StompOnUndertow extends On {
        StompOnUndertow() {
            super(Container.UNDERTOW, Clients.STOMP);
        }
    }
}
