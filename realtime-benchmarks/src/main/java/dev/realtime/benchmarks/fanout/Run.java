package dev.realtime.benchmarks.fanout;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One side under one load: connects the clients, has the messages published, and waits for the last of them.
 *
 * @param cpuMicros the CPU time of the server's process for each delivered message
 * @param heapBytes what the server's heap holds for each connection while nothing happens
 */
record Run(Side side, Tally tally, int lost, double cpuMicros, double heapBytes) {
    private static final int BUFFER = 64 << 10;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    static Run of(ServerProcess server, Transport transport, Side side, Load load) throws IOException {
        Tally tally = new Tally();
        byte[] buffer = new byte[BUFFER];
        ExecutorService publisher = Executors.newSingleThreadExecutor();
        List<Client> clients = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            long before = server.heap();
            for (int i = 0; i < load.clients(); i++) {
                Client client = Client.connect(selector, server.port(), transport, side);
                clients.add(client);
                while (!client.isGreeted()) {
                    readOnce(selector, buffer, tally);
                }
            }
            double heap = (double) (server.heap() - before) / load.clients();
            int expected = load.clients() * load.messages();
            Future<Long> cpu = publisher.submit(publishing(server, side, load));
            while (!cpu.isDone()) {
                readOnce(selector, buffer, tally);
            }
            long begun = System.nanoTime();
            while (tally.received() < expected && System.nanoTime() - begun < PATIENCE_NANOS) {
                readOnce(selector, buffer, tally);
            }
            double micros = (server.cpu() - cpu.get()) / 1_000.0 / Math.max(1, tally.received());
            return new Run(side, tally, expected - (tally.received() - tally.repeated()), micros, heap);
        } catch (ExecutionException e) {
            throw new IOException("the server could not publish", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            publisher.shutdown();
            for (Client client : clients) {
                client.close();
            }
            server.publish(side, 3, 20); // who has gone is found by writing, which is not the next run's affair
        }
    }

    /** Returns the CPU time at the beginning. */
    private static Callable<Long> publishing(ServerProcess server, Side side, Load load) {
        return () -> {
            long before = server.cpu();
            server.publish(side, load.messages(), load.perSecond());
            return before;
        };
    }

    private static void readOnce(Selector selector, byte[] buffer, Tally tally) throws IOException {
        selector.select(20);
        for (SelectionKey key : selector.selectedKeys()) {
            ((Client) key.attachment()).read(buffer, tally);
        }
        selector.selectedKeys().clear();
    }

    @Override
    public String toString() {
        return String.format(
                "%-5s %6.2f µs CPU, p50 %7.2f ms, p99 %7.2f ms, p99.9 %7.2f ms, lost %d, repeated %d, out of order %d,"
                        + " heap %.1f KB",
                side,
                cpuMicros,
                tally.millis(0.5),
                tally.millis(0.99),
                tally.millis(0.999),
                lost,
                tally.repeated(),
                tally.skipped(),
                heapBytes / 1_024);
    }
}
