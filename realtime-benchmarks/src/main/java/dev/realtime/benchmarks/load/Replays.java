package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What it costs that many clients come back at once and ask for all that has been, beside a bare stream that writes the same bytes
 * from one array, or a bare endpoint that sends one message of everything; and what those notice who are there all the time.
 */
final class Replays {
    static final Map<String, String> DEFAULTS = Map.of(
            "containers",
            "jetty,tomcat,undertow",
            "contests",
            "sse,ws",
            "clients",
            "200",
            "events",
            "1000",
            "warm-up",
            "30",
            "pairs",
            "5",
            "live",
            "100",
            "rounds",
            "30");

    private static final List<String> CONTESTS = List.of("sse", "ws");
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final double NANOS_A_SECOND = 1e9;
    private static final long PAUSE_NANOS = 100_000_000L;

    private static final int LIVE_RATE = 100;

    /** A round is a second alone, and about a third of that while others come back. */
    private static final int LONGER_ALONE = 3;

    private Replays() {}

    static void run(Options options) throws IOException {
        int clients = options.number("clients");
        int events = options.number("events");
        if (!CONTESTS.containsAll(options.list("contests"))) {
            throw new IllegalArgumentException(
                    "contests must be some of " + CONTESTS + ": " + options.text("contests"));
        }
        for (String container : options.list("containers")) {
            for (String contest : options.list("contests")) {
                try (ServerProcess server = new ServerProcess(container, 0)) {
                    System.out.println(container + " " + contest + " replay of " + events + " events to " + clients);
                    Contest named = Contest.named(contest);
                    System.out.println(compare(
                            server, named, clients, events, options.number("warm-up"), options.number("pairs")));
                    for (Lane lane : List.of(named.beside(), named.measured())) {
                        int live = options.number("live");
                        int rounds = options.number("rounds");
                        System.out.println("  " + lane.side() + " live alone        "
                                + live(server, lane, live, 0, events, 1 + rounds / LONGER_ALONE));
                        System.out.println("  " + lane.side() + " live with replays "
                                + live(server, lane, live, clients, events, rounds));
                    }
                }
            }
        }
    }

    static Comparison compare(ServerProcess server, Contest contest, int clients, int events, int warmUp, int pairs)
            throws IOException {
        server.history(events);
        return Comparison.of(
                warmUp,
                pairs,
                () -> measure(server, contest.beside(), clients, events),
                () -> measure(server, contest.measured(), clients, events));
    }

    /** With what it costs to connect. */
    private static Comparison.Measurement measure(ServerProcess server, Lane lane, int clients, int events)
            throws IOException {
        Tally tally = new Tally();
        long before = server.cpu();
        replay(server, lane, clients, events, tally, null);
        double micros = (server.cpu() - before) / 1_000.0 / tally.received();
        findGone(server, lane.side(), events);
        return new Comparison.Measurement(String.format("%-5s %6.3f µs CPU an event", lane.side(), micros), micros);
    }

    /** Who has gone is found by writing, which is not the next run's affair. */
    private static void findGone(ServerProcess server, Side side, int events) throws IOException {
        server.history(events);
        server.publish(side, 3, 20);
    }

    /** @param preferred who is read all the while, null for nobody */
    private static void replay(
            ServerProcess server, Lane lane, int clients, int events, Tally tally, @Nullable Clients preferred)
            throws IOException {
        try (Clients all = new Clients(server.port(), tally)) {
            if (preferred != null) {
                all.prefer(preferred);
                all.neverWait();
            }
            all.beginTogether(clients, lane.request(Message.HISTORY, "&replay=" + events), lane::client);
            int expected = clients * events;
            all.readUntil(() -> tally.received() >= expected, PATIENCE_NANOS);
            if (tally.received() != expected || tally.skipped() + tally.repeated() > 0) {
                throw new IOException("replayed: " + tally.received() + " of " + expected);
            }
        }
    }

    /**
     * What clients see who follow another topic, while others come back, all at once: of the messages that are due meanwhile. One
     * thread reads both, the former first.
     *
     * @param clients how many come back; with none, what the former see alone
     * @param rounds how often, each of a second at most
     */
    static Tally live(ServerProcess server, Lane lane, int live, int clients, int events, int rounds)
            throws IOException {
        Tally meanwhile = new Tally();
        try (Clients all = new Clients(server.port(), meanwhile)) {
            all.connect(lane, live);
            all.neverWait();
            for (int round = 0; round < rounds; round++) {
                int before = meanwhile.received();
                long begun = System.nanoTime();
                CompletableFuture<Void> published =
                        Background.run(() -> server.publish(lane.side(), LIVE_RATE, LIVE_RATE));
                double seconds = 1;
                if (clients > 0) {
                    replay(server, lane, clients, events, new Tally(), all);
                    seconds = Math.min(1, (System.nanoTime() - begun) / NANOS_A_SECOND);
                }
                int due = before + live * (int) (LIVE_RATE * seconds);
                all.readUntil(() -> meanwhile.received() >= due, PATIENCE_NANOS);
                all.countInto(new Tally());
                all.readUntil(published::isDone, PATIENCE_NANOS);
                published.join();
                findGone(server, lane.side(), events);
                all.readUntil(() -> false, PAUSE_NANOS);
                all.countInto(meanwhile);
            }
        }
        return meanwhile;
    }
}
