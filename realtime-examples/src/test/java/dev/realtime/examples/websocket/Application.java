package dev.realtime.examples.websocket;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;

/** An application with every transport, running on a container, where anyone may do anything, but for what begins with {@code secret/}. */
final class Application implements ServletContextListener, AutoCloseable {
    private final Notifier notifier;
    private final EmbeddedServer server;

    private Application(Container container, Retention retention) {
        notifier = Notifier.builder()
                .log(InMemoryEventLog.builder().retention(retention).build())
                .access(Access.rules()
                        .denySubscribe("secret/**")
                        .allowSubscribe("**")
                        .allowPublish("**"))
                .build();
        server = container.start(0, this);
    }

    static Application on(Container container) {
        return on(container, Retention.DEFAULT);
    }

    static Application on(Container container, Retention retention) {
        return new Application(container, retention);
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        RealtimeWebSocket.addTo(RealtimeServlet.builder(), notifier, event.getServletContext())
                .build()
                .register(event.getServletContext(), "/realtime");
        // As applications have one; Tomcat opens no endpoint, and so not its own path, where no servlet is mapped.
        event.getServletContext().addServlet("pages", new Nothing()).addMapping("/");
    }

    private static final class Nothing extends HttpServlet {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        notifier.close();
    }

    Notifier notifier() {
        return notifier;
    }

    int port() {
        return server.port();
    }

    /** Lets the clients go, then stops the container. */
    @Override
    public void close() {
        notifier.close();
        server.close();
    }
}
