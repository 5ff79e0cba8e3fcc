package dev.realtime.examples.clients;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Duration;

/** An application in which clients may publish orders and notes only, and which asks its clients to come back soon. */
final class ShopApplication implements ServletContextListener {
    private static final Duration RETRY = Duration.ofMillis(50);

    private final Notifier notifier;

    ShopApplication(Retention retention) {
        notifier = Notifier.builder()
                .log(InMemoryEventLog.builder().retention(retention).build())
                .access(Access.allowSubscribe("**").allowPublish("orders/*", "notes/*"))
                .build();
    }

    Notifier notifier() {
        return notifier;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        RealtimeWebSocket.addTo(RealtimeServlet.builder(), notifier, event.getServletContext())
                .retry(RETRY)
                .build()
                .register(event.getServletContext(), "/realtime");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        notifier.close();
    }
}
