package dev.realtime.examples;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.jspecify.annotations.Nullable;

/** The whole application: everything it needs is put together here, when it starts, and taken apart when it stops. */
@WebListener
public final class DemoApplication implements ServletContextListener {
    private @Nullable Notifier notifier;

    /** What clients may do: a user's own topics are theirs alone, everything else is everyone's. */
    static Access access() {
        return Access.rules()
                .allowSubscribe("user/{principal}/**")
                .allowPublish("user/{principal}/**")
                .denySubscribe("user/**")
                .denyPublish("user/**")
                .allowSubscribe("**")
                .allowPublish("**");
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        notifier = Notifier.builder().access(access()).build();
        RealtimeWebSocket.addTo(RealtimeServlet.builder(), notifier, context)
                .principal(Login::nameOf)
                .transport(new NdjsonTransport())
                .build()
                .register(context, "/realtime");
        context.addServlet("login", new Login()).addMapping("/login");
        context.addServlet("lab", new LaboratoryServlet(notifier)).addMapping("/lab");
        context.addServlet("pages", new Pages()).addMapping("/");
        PriceTicker.start(notifier);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (notifier != null) {
            notifier.close(); // several containers leave open streams open for ever
        }
    }
}
