package dev.realtime.examples.container;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ListenerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.xnio.Options;

/** Undertow 2.3, the container inside WildFly. */
final class UndertowServer implements EmbeddedServer {
    private static final int LAST_BYTES_MILLIS = 1_000;

    /** Kept, since the log manager may forget a logger that nobody holds, and its filter with it. */
    private static final Logger REQUEST_LOG = Logger.getLogger("io.undertow.request.io");

    static {
        REQUEST_LOG.setFilter(UndertowServer::isWorthALine);
    }

    private final DeploymentManager deployment;
    private final GracefulShutdownHandler requests;
    private final Undertow undertow;

    UndertowServer(int port, ServletContextListener application, Settings settings) throws ServletException {
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(application.getClass().getClassLoader())
                .setContextPath("/")
                .setDeploymentName("realtime")
                .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, new WebSocketDeploymentInfo())
                .addListener(new ListenerInfo(application.getClass(), new ImmediateInstanceFactory<>(application)));
        deployment = Servlets.defaultContainer().addDeployment(info);
        deployment.deploy();
        requests = Handlers.gracefulShutdown(deployment.start());
        Undertow.Builder builder =
                Undertow.builder().addHttpListener(port, HOST).setHandler(requests);
        if (settings == Settings.LEAN) {
            builder.setSocketOption(Options.SEND_BUFFER, Settings.LEAN_SEND_BUFFER);
        }
        undertow = builder.build();
        undertow.start();
    }

    /**
     * Whether the application's log gains by it. UT005088 does not: an error with a stack trace for each client that vanishes, when a
     * thread that is not Undertow's own completes its response. The notifier's listener is told of each; Undertow's own threads log
     * the same at DEBUG.
     */
    private static boolean isWorthALine(LogRecord record) {
        return !String.valueOf(record.getMessage()).startsWith("UT005088");
    }

    @Override
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() {
        try {
            requests.shutdown();
            deployment.stop();
            requests.awaitShutdown(LAST_BYTES_MILLIS); // they end on threads that would be stopped under them
            deployment.undeploy();
        } catch (ServletException e) {
            throw new IllegalStateException("Undertow did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            undertow.stop();
        }
    }
}
