package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One lane under one load: connects the clients, has the messages published, and waits for the last of them.
 *
 * @param cpuMicros the CPU time of the server's process for each delivered message
 * @param heapBytes what the server's heap holds for each connection while nothing happens
 */
record Run(Lane lane, Tally tally, int lost, double cpuMicros, double heapBytes) {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    static Run of(ServerProcess server, Lane lane, Load load) throws IOException {
        Tally tally = new Tally();
        ExecutorService publisher = Executors.newSingleThreadExecutor();
        try (Clients clients = new Clients(server.port(), tally)) {
            long before = server.heap();
            clients.connect(lane, load.clients());
            if (Cores.areGiven()) {
                clients.neverWait();
            }
            double heap = (double) (server.heap() - before) / load.clients();
            int expected = load.clients() * load.messages();
            Future<Long> cpu = publisher.submit(publishing(server, lane.side(), load));
            while (!cpu.isDone()) {
                clients.readOnce();
            }
            clients.readUntil(() -> tally.received() >= expected, PATIENCE_NANOS);
            double micros = (server.cpu() - cpu.get()) / 1_000.0 / Math.max(1, tally.received());
            return new Run(lane, tally, expected - (tally.received() - tally.repeated()), micros, heap);
        } catch (ExecutionException e) {
            throw new IOException("the server could not publish", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            publisher.shutdown();
            server.publish(lane.side(), 3, 20); // who has gone is found by writing, which is not the next run's affair
        }
    }

    Comparison.Measurement measurement() {
        return new Comparison.Measurement(this, cpuMicros);
    }

    /** Returns the CPU time at the beginning. */
    private static Callable<Long> publishing(ServerProcess server, Side side, Load load) {
        return () -> {
            long before = server.cpu();
            server.publish(side, load.messages(), load.perSecond());
            return before;
        };
    }

    @Override
    public String toString() {
        return String.format(
                "%-15s %6.2f µs CPU, %s, lost %d, repeated %d, out of order %d, heap %.1f KB",
                lane, cpuMicros, tally, lost, tally.repeated(), tally.skipped(), heapBytes / 1_024);
    }
}
