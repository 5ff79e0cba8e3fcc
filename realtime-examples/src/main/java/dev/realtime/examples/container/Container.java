package dev.realtime.examples.container;

import jakarta.servlet.ServletContextListener;
import java.util.Arrays;
import java.util.Locale;

/** The embedded containers to choose from. */
public enum Container {
    JETTY,
    TOMCAT,
    UNDERTOW;

    /**
     * The container of this name, in any case.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static Container named(String name) {
        for (Container container : values()) {
            if (container.name().equalsIgnoreCase(name)) {
                return container;
            }
        }
        throw new IllegalArgumentException(
                "container must be one of " + Arrays.toString(values()).toLowerCase(Locale.ROOT) + ": " + name);
    }

    /**
     * Starts it on the loopback address, with the application at its root.
     *
     * @param port 0 for any that is free
     */
    public EmbeddedServer start(int port, ServletContextListener application) {
        return start(port, application, Settings.DEFAULTS);
    }

    /** As {@link #start(int, ServletContextListener)}, set up in this way. */
    public EmbeddedServer start(int port, ServletContextListener application, Settings settings) {
        try {
            return switch (this) {
                case JETTY -> new JettyServer(port, application, settings);
                case TOMCAT -> new TomcatServer(port, application, settings);
                case UNDERTOW -> new UndertowServer(port, application, settings);
            };
        } catch (Exception e) {
            throw new IllegalStateException("cannot start " + name().toLowerCase(Locale.ROOT) + " on port " + port, e);
        }
    }
}
