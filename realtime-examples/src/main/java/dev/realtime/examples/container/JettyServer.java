package dev.realtime.examples.container;

import jakarta.servlet.ServletContextListener;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty 12 with the Servlet API of Jakarta EE 10. */
final class JettyServer implements EmbeddedServer {
    private final Server server;
    private final ServerConnector connector;

    JettyServer(int port, ServletContextListener application, Settings settings) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        JakartaWebSocketServletContainerInitializer.configure(
                context, null); // before the application adds its endpoints
        context.addEventListener(application);
        server = new Server();
        connector = new ServerConnector(server);
        connector.setHost(HOST);
        connector.setPort(port);
        if (settings == Settings.LEAN) {
            connector.setAcceptedSendBufferSize(Settings.LEAN_SEND_BUFFER);
        }
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.getHandler().stop(); // or the connections would be cut before the application can end them
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty did not stop", e);
        }
    }
}
