package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What many clients that never read cost the server's heap, and what others notice of them once their sockets are full: until
 * then the server writes to them as to anybody.
 */
final class Unread {
    static final Map<String, String> DEFAULTS = Map.of(
            "containers", "jetty,tomcat,undertow",
            "unread", "8000",
            "healthy", "100",
            "bytes", "4096",
            "seconds", "12");

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int RATE = 20;

    /** What fills the sockets of who does not read, at the messages' default length: some 400 KB for each. */
    private static final int FILLING = 100;

    private Unread() {}

    static void run(Options options) throws IOException {
        for (String container : options.list("containers")) {
            try (ServerProcess server = new ServerProcess(container, 0)) {
                server.messageBytes(options.number("bytes"));
                System.out.println(container + " with clients that never read, heap before, after, and " + RATE
                        + " messages a second");
                System.out.println("  none: " + measure(server, options, 0));
                System.out.println(
                        "  " + options.number("unread") + ": " + measure(server, options, options.number("unread")));
            }
        }
    }

    static String measure(ServerProcess server, Options options, int unread) throws IOException {
        Tally tally = new Tally();
        int messages = options.number("seconds") * RATE;
        int expected = options.number("healthy") * messages;
        try (Clients all = new Clients(server.port(), tally)) {
            for (int i = 0; i < unread; i++) {
                all.connectUnread(Contest.SSE.ours().request());
            }
            if (unread > 0) {
                server.publish(Side.OURS, FILLING, RATE);
            }
            all.connect(Contest.SSE.ours(), options.number("healthy"));
            long before = server.heap();
            CompletableFuture<Void> published = Background.run(() -> server.publish(Side.OURS, messages, RATE));
            all.readUntil(() -> tally.received() >= expected && published.isDone(), PATIENCE_NANOS);
            published.join();
            long after = server.heap();
            return String.format(
                    "%.1f MB, %.1f MB, healthy: %s, lost %d",
                    before / 1e6, after / 1e6, tally, expected - tally.received());
        }
    }
}
