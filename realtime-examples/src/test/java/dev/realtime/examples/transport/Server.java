package dev.realtime.examples.transport;

import dev.realtime.Notifier;
import dev.realtime.examples.NdjsonTransport;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** An application with every transport, for a notifier that is the test's. */
public final class Server implements ServletContextListener {
    private final Notifier notifier;

    private Server(Notifier notifier) {
        this.notifier = notifier;
    }

    public static EmbeddedServer start(Container container, Notifier notifier) {
        return container.start(0, new Server(notifier));
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        RealtimeWebSocket.addTo(RealtimeServlet.builder(), notifier, context)
                .transport(new NdjsonTransport())
                .build()
                .register(context, "/realtime");
    }
}
