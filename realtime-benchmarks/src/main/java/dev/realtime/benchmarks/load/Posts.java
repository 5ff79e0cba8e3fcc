package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What publishing over HTTP costs with nobody subscribed, beside a bare servlet that reads the same and answers as much. Fewer
 * requests of a client than those after which a container closes the connection: Tomcat, 100.
 */
final class Posts {
    static final Map<String, String> DEFAULTS = Map.of(
            "containers", "jetty,tomcat,undertow", "clients", "1000", "requests", "99", "warm-up", "10", "pairs", "5");

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Posts() {}

    static void run(Options options) throws IOException {
        for (String container : options.list("containers")) {
            System.out.println(container + " post");
            System.out.println(compare(
                    container,
                    options.number("clients"),
                    options.number("requests"),
                    options.number("warm-up"),
                    options.number("pairs")));
        }
    }

    static Comparison compare(String container, int clients, int requests, int warmUp, int pairs) throws IOException {
        try (ServerProcess server = new ServerProcess(container, 0)) {
            return Comparison.of(
                    warmUp,
                    pairs,
                    () -> measure(server, Side.FLOOR, clients, requests),
                    () -> measure(server, Side.OURS, clients, requests));
        }
    }

    private static Comparison.Measurement measure(ServerProcess server, Side side, int clients, int requests)
            throws IOException {
        String body = Message.of(0, Message.BYTES).toString();
        byte[] request = ("POST /" + side.path() + "/publish?topic=" + Message.TOPIC
                        + " HTTP/1.1\r\nHost: localhost\r\n" + "Content-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
        Tally tally = new Tally();
        try (Clients all = new Clients(server.port(), tally)) {
            long before = server.cpu();
            all.beginTogether(
                    clients,
                    new String(request, StandardCharsets.US_ASCII),
                    channel -> new Poster(channel, request, requests));
            int expected = clients * requests;
            all.readUntil(() -> tally.received() >= expected, PATIENCE_NANOS);
            if (tally.received() < expected) {
                throw new IOException("answers: " + tally.received() + " of " + expected);
            }
            double micros = (server.cpu() - before) / 1_000.0 / expected;
            return new Comparison.Measurement(String.format("%-5s %6.2f µs CPU a request", side, micros), micros);
        }
    }

    /** Sends the next when it has the answer to the last. */
    private static final class Poster implements Clients.Reader {
        private final SocketChannel channel;
        private final byte[] request;
        private final HttpAnswer answers = new HttpAnswer();
        private int left;

        Poster(SocketChannel channel, byte[] request, int requests) {
            this.channel = channel;
            this.request = request;
            this.left = requests;
        }

        @Override
        public boolean isGreeted() {
            return true;
        }

        @Override
        public void read(byte[] buffer, Tally tally) throws IOException {
            if (answers.read(channel, buffer) != null) {
                tally.received(0);
                if (--left > 0) {
                    Clients.write(channel, request);
                }
            }
        }
    }
}
