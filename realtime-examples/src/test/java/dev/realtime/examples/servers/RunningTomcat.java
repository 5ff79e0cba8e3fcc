package dev.realtime.examples.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat, which takes the WAR as it is. */
final class RunningTomcat implements RunningServer {
    /** How long Tomcat waits for streams and polls to end by themselves, before it tells the application that it is undeployed. */
    private static final int UNLOAD_MILLIS = 50;

    private final Tomcat tomcat = new Tomcat();
    private final Path war;
    private StandardContext context;

    RunningTomcat(Path war) throws Exception {
        this.war = war;
        Path base = war.resolveSibling("tomcat");
        Files.createDirectories(base.resolve("webapps"));
        tomcat.setBaseDir(base.toString());
        tomcat.setHostname("localhost");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getHost(); // makes one, which has its own threads before an application comes
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public ClassLoader deploy() {
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        // Of what is on the class path of the tests, Tomcat is to find no more than it would in its own lib.
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        context = new StandardContext();
        context.setPath("/realtime");
        context.setDocBase(war.toString());
        context.setJarScanner(scanner);
        context.setContainerSciFilter("^(?!org\\.apache\\.tomcat\\.)");
        context.addLifecycleListener(config);
        context.setUnloadDelay(UNLOAD_MILLIS);
        // Nothing is to be put right for us; what this JVM does not let Tomcat see would be a warning.
        context.setClearReferencesObjectStreamClassCaches(false);
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        tomcat.getHost().addChild(context);
        if (!context.getState().isAvailable()) {
            throw new IllegalStateException("Tomcat could not start the application, see its log");
        }
        return context.getLoader().getClassLoader();
    }

    /** Runs when the application is no longer available and is not told of it yet. */
    void whileItStops(Runnable action) {
        context.addLifecycleListener(event -> {
            if (event.getType().equals(Lifecycle.STOP_EVENT)) {
                action.run();
            }
        });
    }

    @Override
    public void undeploy() {
        tomcat.getHost().removeChild(context);
        context = null;
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
