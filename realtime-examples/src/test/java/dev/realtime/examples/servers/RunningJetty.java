package dev.realtime.examples.servers;

import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty, given the classes of the WAR in a class loader as a web application has one. */
final class RunningJetty implements RunningServer {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private final URL[] classPath;
    private ServletContextHandler context;
    private URLClassLoader loader;

    RunningJetty(Path war) throws Exception {
        classPath = unpack(war, war.resolveSibling("jetty"));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(contexts);
        server.start();
    }

    private static URL[] unpack(Path war, Path directory) throws IOException {
        List<URL> classPath = new ArrayList<>();
        try (FileSystem packed = FileSystems.newFileSystem(war);
                Stream<Path> files = Files.walk(packed.getPath("/WEB-INF"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = directory.resolve(file.toString().substring(1));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                if (file.startsWith("/WEB-INF/lib")) {
                    classPath.add(target.toUri().toURL());
                }
            }
        }
        classPath.add(directory.resolve("WEB-INF/classes").toUri().toURL());
        return classPath.toArray(URL[]::new);
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public ClassLoader deploy() throws Exception {
        loader = new OwnFirst(classPath);
        context = new ServletContextHandler("/realtime");
        context.setClassLoader(loader);
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        context.addEventListener((ServletContextListener) loader.loadClass(ProbeApplication.class.getName())
                .getConstructor()
                .newInstance());
        contexts.addHandler(context);
        context.start();
        return loader;
    }

    @Override
    public void undeploy() throws Exception {
        context.stop();
        contexts.removeHandler(context);
        context.destroy();
        context = null;
        loader.close();
        loader = null;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    /** What the application brings is the application's, though the tests have the same classes. */
    private static final class OwnFirst extends URLClassLoader {
        OwnFirst(URL[] classPath) {
            super(classPath, RunningJetty.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException notItsOwn) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }
}
