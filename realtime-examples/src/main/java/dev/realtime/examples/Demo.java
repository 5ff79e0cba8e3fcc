package dev.realtime.examples;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.log.EventLog;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.redis.RedisEventLog;
import dev.realtime.redis.RedisEventLogBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the demo on an embedded container until the process is told to stop: {@code --port 8080 --container jetty}. With
 * {@code --redis redis://127.0.0.1:6379} it shares its log, and so everything, with all others that are given the same.
 */
public final class Demo {
    private static final String USAGE =
            "usage: [--port 8080] [--container jetty|tomcat|undertow] [--redis none|redis://127.0.0.1:6379]";
    private static final int DEFAULT_PORT = 8080;
    private static final String NO_REDIS = "none";

    private Demo() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options = new TreeMap<>();
        try {
            for (int i = 0; i < args.length; i += 2) {
                if (!args[i].matches("--(port|container|redis)") || i + 1 == args.length) {
                    throw new IllegalArgumentException(USAGE);
                }
                options.put(args[i].substring(2), args[i + 1]);
            }
            Container container = Container.named(options.getOrDefault("container", "jetty"));
            int port = port(options.getOrDefault("port", String.valueOf(DEFAULT_PORT)));
            String redis = options.getOrDefault("redis", NO_REDIS);
            if (redis.equals(NO_REDIS)) {
                run(container, port, new DemoApplication(), () -> {});
            } else {
                EventLog log = logOn(redis);
                run(container, port, new DemoApplication(log), log::close);
            }
        } catch (IllegalArgumentException | LogUnavailableException e) {
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

    /** The log that all demos with this Redis share; not a part of the WAR, which has no need of a client for Redis. */
    public static EventLog logOn(String redis) {
        RedisEventLogBuilder log = RedisEventLog.builder().uri(redis).prefix("realtime-demo");
        DemoApplication.keep(log::retention);
        return log.connect();
    }

    private static void run(Container container, int port, DemoApplication application, Runnable last)
            throws InterruptedException {
        EmbeddedServer server = container.start(port, application);
        Thread end = new Thread(
                () -> {
                    server.close();
                    last.run();
                },
                "demo-shutdown");
        Runtime.getRuntime().addShutdownHook(end);
        System.out.printf(
                "The demo runs on %s: http://%s:%d/ (Ctrl-C ends it)%n",
                container.name().toLowerCase(Locale.ROOT), EmbeddedServer.HOST, server.port());
        Thread.currentThread().join();
    }
}
