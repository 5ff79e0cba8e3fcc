package dev.realtime.examples;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import java.util.Map;
import java.util.TreeMap;

/** Runs the demo on an embedded container until the process is told to stop: {@code --port 8080 --container jetty}. */
public final class Demo {
    private static final int DEFAULT_PORT = 8080;

    private Demo() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options = new TreeMap<>();
        try {
            for (int i = 0; i < args.length; i += 2) {
                if (!args[i].matches("--(port|container)") || i + 1 == args.length) {
                    throw new IllegalArgumentException("usage: [--port 8080] [--container jetty|tomcat|undertow]");
                }
                options.put(args[i].substring(2), args[i + 1]);
            }
            Container container = Container.named(options.getOrDefault("container", "jetty"));
            run(container, port(options.getOrDefault("port", String.valueOf(DEFAULT_PORT))));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + text);
        }
        return Integer.parseInt(text);
    }

    private static void run(Container container, int port) throws InterruptedException {
        EmbeddedServer server = container.start(port, new DemoApplication());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "demo-shutdown"));
        System.out.printf(
                "The demo runs on %s: http://%s:%d/ (Ctrl-C ends it)%n",
                container.name().toLowerCase(java.util.Locale.ROOT), EmbeddedServer.HOST, server.port());
        Thread.currentThread().join();
    }
}
