package dev.realtime.examples.readme;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.servlet.RealtimeServlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

@WebListener
public class Realtime implements ServletContextListener {
    private Notifier notifier;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        notifier = Notifier.builder().access(Access.allowSubscribe("prices/**")).build();
        new RealtimeServlet(notifier).register(event.getServletContext(), "/realtime");
        event.getServletContext().setAttribute(RealtimeServlet.NOTIFIER, notifier);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        notifier.close();
    }
}
