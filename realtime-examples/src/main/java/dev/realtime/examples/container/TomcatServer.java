package dev.realtime.examples.container;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat 10.1, or 11 where that is on the class path instead. */
final class TomcatServer implements EmbeddedServer {
    private static final Map<String, String> LEAN_CONNECTOR = Map.of(
            "maxConnections", "20000",
            "maxHttpRequestHeaderSize", "4096",
            "maxHttpResponseHeaderSize", "2048",
            "socket.appReadBufSize", "1024",
            "socket.appWriteBufSize", "1024",
            "socket.txBufSize", String.valueOf(Settings.LEAN_SEND_BUFFER));

    private static final Map<String, String> LEAN_CONTEXT = Map.of(
            "org.apache.tomcat.websocket.textBufferSize", "1024",
            "org.apache.tomcat.websocket.binaryBufferSize", "1024");

    private final Tomcat tomcat = new Tomcat();
    private final Path base;

    TomcatServer(int port, ServletContextListener application, Settings settings)
            throws IOException, LifecycleException {
        base = Files.createTempDirectory("realtime-tomcat");
        tomcat.setBaseDir(base.toString());
        tomcat.setHostname("localhost");
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", HOST);
        Context context = tomcat.addContext("", null);
        if (settings == Settings.LEAN) {
            LEAN_CONNECTOR.forEach(tomcat.getConnector()::setProperty);
            LEAN_CONTEXT.forEach(context::addParameter);
        }
        context.addServletContainerInitializer(new WsSci(), Set.of());
        // Called from here it may add servlets, which Tomcat denies to a listener that was added in code.
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    application.contextInitialized(new ServletContextEvent(servletContext));
                    servletContext.addListener(new AtTheEnd(application));
                },
                Set.of());
        tomcat.start();
        if (!context.getState().isAvailable()) { // the server itself starts all the same
            close();
            throw new IllegalStateException("Tomcat could not start the application, see its log");
        }
    }

    private record AtTheEnd(ServletContextListener application) implements ServletContextListener {
        @Override
        public void contextDestroyed(ServletContextEvent event) {
            application.contextDestroyed(event);
        }
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat did not stop", e);
        } finally {
            ExpandWar.delete(base.toFile());
        }
    }
}
