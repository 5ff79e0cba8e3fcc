package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What many clients that never read cost the server, and what others notice of them: while their sockets fill, which the server
 * writes to as to anybody's; once they are full; and while ours are let go, whatever the container does by itself.
 */
final class Unread {
    static final Map<String, String> DEFAULTS = Map.of(
            "containers", "jetty,tomcat,undertow",
            "settings", "lean",
            "contest", "sse",
            "heap", "2048",
            "unread", "10000",
            "healthy", "100",
            "bytes", "4096",
            "seconds", "5",
            "letting-go", "28");

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long QUIET_NANOS = 500_000_000;
    private static final int RATE = 20;

    /** Fills the sockets, with lean settings and messages of the default's length; the time limit for who takes nothing is ten times that. */
    private static final int FILLING_SECONDS = 3;

    private final ServerProcess server;
    private final Clients clients;
    private final Side side;
    private final int healthy;

    /** What was seen in one part of it. */
    record Phase(String name, Tally tally, int lost, double cpuMillis, double heapMegabytes) {
        @Override
        public String toString() {
            return String.format(
                    "%-8s healthy: %s, lost %d; %6.1f ms of CPU time a message; heap %.0f MB",
                    name, tally, lost, cpuMillis, heapMegabytes);
        }
    }

    private Unread(ServerProcess server, Clients clients, Side side, int healthy) {
        this.server = server;
        this.clients = clients;
        this.side = side;
        this.healthy = healthy;
    }

    static void run(Options options) throws IOException {
        for (String container : options.list("containers")) {
            Setup setup = Setup.named(container, options.text("settings"), options.number("heap"));
            Contest contest = Contest.named(options.text("contest"));
            System.out.println(setup + ", " + options.number("unread") + " that never read");
            for (Lane lane : List.of(contest.beside(), contest.measured())) {
                System.out.println("  " + lane);
                measure(setup, lane, options, phase -> System.out.println("    " + phase));
            }
        }
    }

    static void measure(Setup setup, Lane lane, Options options, Consumer<Phase> phases) throws IOException {
        int seconds = options.number("seconds");
        try (ServerProcess server = new ServerProcess(setup);
                Clients clients = new Clients(server.port(), new Tally())) {
            server.messageBytes(options.number("bytes"));
            clients.connect(lane, options.number("healthy"));
            Unread unread = new Unread(server, clients, lane.side(), options.number("healthy"));
            unread.phase("warming", seconds);
            phases.accept(unread.phase("alone", seconds));
            for (int i = 0; i < options.number("unread"); i++) {
                clients.connectUnread(lane.request());
            }
            phases.accept(unread.phase("filling", FILLING_SECONDS));
            phases.accept(unread.phase("full", seconds));
            if (lane.side() == Side.OURS) {
                phases.accept(unread.phase("let go", options.number("letting-go")));
            }
        }
    }

    /** So many seconds of messages, until the healthy have them all and nothing is left to do. */
    private Phase phase(String name, int seconds) throws IOException {
        Tally tally = new Tally();
        clients.countInto(tally);
        int messages = seconds * RATE;
        int expected = healthy * messages;
        long before = server.cpu();
        CompletableFuture<Void> published = Background.run(() -> server.publish(side, messages, RATE));
        clients.readUntil(() -> tally.received() >= expected && published.isDone(), PATIENCE_NANOS);
        published.join();
        awaitQuiet();
        double cpuMillis = (server.cpu() - before) / 1e6 / messages;
        return new Phase(name, tally, expected - tally.received(), cpuMillis, server.heap() / 1e6);
    }

    /** Until the server does next to nothing, for what is under way to who does not read is the part's before. */
    private void awaitQuiet() throws IOException {
        long before;
        do {
            before = server.cpu();
            clients.readUntil(() -> false, QUIET_NANOS);
        } while (server.cpu() - before > QUIET_NANOS / 10);
    }
}
