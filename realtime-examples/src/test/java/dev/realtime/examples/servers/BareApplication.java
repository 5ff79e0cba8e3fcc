package dev.realtime.examples.servers;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;

/** An application without the library, to see what a container does by itself. */
final class BareApplication implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        addTo(event.getServletContext());
        // As applications have one; Tomcat opens no endpoint where no servlet is mapped.
        event.getServletContext().addServlet("pages", new BareResponses()).addMapping("/");
    }

    static void addTo(ServletContext context) {
        BareResponses.addTo(context);
        try {
            BareSocket.addTo(context);
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }
}
