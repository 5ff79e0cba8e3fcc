package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives the server's process one core and the clients another, where the system property {@code cores} says which, such as
 * {@code 0,1}; by util-linux's {@code taskset}. On a machine of few cores what is measured otherwise is as much how they are
 * shared out.
 */
final class Cores {
    private static final List<String> CORES = Stream.of(
                    System.getProperty("cores", "").split(",", -1))
            .filter(core -> !core.isEmpty())
            .toList();

    private Cores() {}

    /** Whether the two processes have cores of their own. */
    static boolean areGiven() {
        return !CORES.isEmpty();
    }

    /** To be called before any thread is started. */
    static void takeClients() throws IOException {
        if (!CORES.isEmpty()) {
            String pid = String.valueOf(ProcessHandle.current().pid());
            Process taskset = new ProcessBuilder("taskset", "-acp", CORES.get(1), pid).start();
            try {
                if (taskset.waitFor() != 0) {
                    throw new IOException("taskset refuses core " + CORES.get(1));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static List<String> forServer(List<String> command) {
        Stream<String> pinned = CORES.isEmpty() ? Stream.of() : Stream.of("taskset", "-c", CORES.get(0));
        return Stream.concat(pinned, command.stream()).toList();
    }
}
