package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/** What the server's process holds for each connection while nothing happens, beside the bare container. */
final class Idle {
    static final Map<String, String> DEFAULTS = Map.of(
            "containers", "jetty,tomcat,undertow",
            "settings", "lean",
            "contests", "sse,ws",
            "heap", String.valueOf(Setup.HEAP_MIB),
            "clients", "5000");

    /** What one connection holds. */
    record Weight(Lane lane, double heapKilobytes, double residentKilobytes) {
        @Override
        public String toString() {
            return String.format(
                    "%-10s heap %.1f KB, resident %.1f KB for each", lane, heapKilobytes, residentKilobytes);
        }
    }

    private Idle() {}

    static void run(Options options) throws IOException {
        int clients = options.number("clients");
        for (String container : options.list("containers")) {
            for (String settings : options.list("settings")) {
                Setup setup = Setup.named(container, settings, options.number("heap"));
                for (String contest : options.list("contests")) {
                    System.out.println(setup + ", " + contest + ", " + clients + " idle");
                    System.out.println(
                            "  " + measure(setup, Contest.named(contest).beside(), clients));
                    System.out.println(
                            "  " + measure(setup, Contest.named(contest).measured(), clients));
                }
            }
        }
    }

    /** In a process of its own, since what the last ones have left would be in the figures. */
    static Weight measure(Setup setup, Lane lane, int clients) throws IOException {
        try (ServerProcess server = new ServerProcess(setup);
                Clients all = new Clients(server.port(), new Tally())) {
            all.connect(lane, 100); // what is made once
            long heap = server.heap();
            long resident = server.resident();
            all.connect(lane, clients);
            return new Weight(
                    lane,
                    (server.heap() - heap) / 1_024.0 / clients,
                    (server.resident() - resident) / 1_024.0 / clients);
        }
    }
}
