package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Does something on another thread. */
final class Background {
    /** What may fail with the connection. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    private Background() {}

    static CompletableFuture<Void> run(Task task) {
        return CompletableFuture.runAsync(() -> {
            try {
                task.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
