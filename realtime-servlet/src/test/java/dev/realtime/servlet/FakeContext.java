package dev.realtime.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An application in a container, as far as a servlet asks for it. */
final class FakeContext {
    final Map<String, Object> attributes = new HashMap<>();
    final Map<String, Servlet> servlets = new HashMap<>();
    List<String> mappings = List.of();
    Set<String> conflicts = Set.of();
    boolean asyncSupported;
    ClassLoader classLoader = FakeContext.class.getClassLoader();

    private final String serverInfo;

    FakeContext(String serverInfo) {
        this.serverInfo = serverInfo;
    }

    ServletContext context() {
        return FakeExchange.fake(ServletContext.class, new Context());
    }

    ServletConfig config() {
        return FakeExchange.fake(ServletConfig.class, new Config());
    }

    @SuppressWarnings("unused") // called by name
    private final class Config {
        String getInitParameter(String name) {
            return null;
        }

        ServletContext getServletContext() {
            return context();
        }
    }

    @SuppressWarnings("unused") // called by name
    private final class Context {
        String getServerInfo() {
            return serverInfo;
        }

        ClassLoader getClassLoader() {
            return classLoader;
        }

        Object getAttribute(String name) {
            return attributes.get(name);
        }

        ServletRegistration.Dynamic addServlet(String name, Servlet servlet) {
            return servlets.putIfAbsent(name, servlet) == null
                    ? FakeExchange.fake(ServletRegistration.Dynamic.class, new Registration())
                    : null;
        }
    }

    @SuppressWarnings("unused") // called by name
    private final class Registration {
        void setAsyncSupported(boolean supported) {
            asyncSupported = supported;
        }

        Set<String> addMapping(String... patterns) {
            mappings = List.of(patterns);
            return conflicts;
        }
    }
}
