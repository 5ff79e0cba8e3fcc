package dev.realtime.examples.proxy;

import dev.realtime.examples.clients.Shop;
import dev.realtime.testkit.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An nginx before the application that is set up well, and then badly and well again while it runs. */
public final class BadProxy implements AutoCloseable {
    private static final String LOCATION = """
            location = /realtime/%s {
                proxy_http_version 1.1;
                proxy_set_header Host $http_host;
                %s
            }
            """;
    private static final String UPGRADED =
            "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; ";

    private static final String APPLICATION = "proxy_pass http://127.0.0.1:8080; ";

    private static final String BUFFERING =
            APPLICATION + "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; ";

    /** What becomes of a stream. */
    public enum Streams {
        PASSED(""),
        /** Whatever the application asks for, it comes in lumps of 4 or 8 KiB. */
        IN_LUMPS(LOCATION.formatted("sse", BUFFERING)),
        /** Whatever the application asks for, nothing comes before there is a megabyte of it. */
        HELD_BACK(LOCATION.formatted(
                "sse", BUFFERING + "proxy_buffer_size 1m; proxy_buffers 8 1m; proxy_busy_buffers_size 2m;"));

        private final String location;

        Streams(String location) {
            this.location = location;
        }
    }

    /** What becomes of an upgrade. */
    public enum Upgrades {
        PASSED,
        /** The request comes without {@code Upgrade}, and is a 426. */
        DROPPED,
        FORBIDDEN,
        /** As where nobody listens. */
        BAD_GATEWAY,
        /** Accepted, and then no byte passes. */
        SILENT,
        /** Accepted, and everything passes until a reset, within a second. */
        RESET
    }

    private final SilentUpgrade silent = new SilentUpgrade();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final FaultProxy resetting;
    private final Nginx nginx;

    /** Set up well, before the shop's relay. */
    public BadProxy(Shop shop) throws IOException, InterruptedException {
        nginx = Nginx.before(shop.relay().port(), "");
        resetting = FaultProxy.to(shop.relay().port());
        clock.scheduleAtFixedRate(this::reset, 1, 1, TimeUnit.SECONDS);
    }

    private void reset() {
        try {
            resetting.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on this becomes of upgrades and of streams; connections from before are soon cut. */
    public void set(Upgrades upgrades, Streams streams) throws IOException, InterruptedException {
        nginx.reload(location(upgrades) + streams.location);
    }

    /** From now on whatever brings nothing for a second is cut; heartbeats come after 15 s and 25 s. */
    void cutWhatIsIdle() throws IOException, InterruptedException {
        nginx.reload(Stream.of("ws", "sse", "long-poll")
                .map(path -> LOCATION.formatted(
                        path, UPGRADED + APPLICATION + "proxy_read_timeout 1s; error_log stderr info;"))
                .collect(Collectors.joining()));
    }

    /** Waits until so many connections have been cut for being idle. */
    void awaitIdle(int times) throws InterruptedException {
        nginx.log().await("upstream timed out", times);
    }

    private String location(Upgrades upgrades) {
        return switch (upgrades) {
            case PASSED -> "";
            case DROPPED -> LOCATION.formatted("ws", APPLICATION);
            case FORBIDDEN -> LOCATION.formatted("ws", "return 403;");
            case BAD_GATEWAY -> LOCATION.formatted("ws", "return 502;");
            case SILENT -> LOCATION.formatted("ws", UPGRADED + "proxy_pass http://127.0.0.1:" + silent.port() + ";");
            case RESET -> LOCATION.formatted("ws", UPGRADED + "proxy_pass http://127.0.0.1:" + resetting.port() + ";");
        };
    }

    /** Where clients find a transport. */
    public String url(String target) {
        return "http://127.0.0.1:" + nginx.port() + "/realtime/" + target;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        clock.shutdownNow();
        nginx.close();
        resetting.close();
        silent.close();
    }
}
