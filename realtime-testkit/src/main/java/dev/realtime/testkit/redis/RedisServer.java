package dev.realtime.testkit.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis, in a process and a directory of its own, that can be killed, started again, stopped in its tracks and robbed of its
 * files. Listens on 127.0.0.1 only.
 *
 * <p>Its binary, of Redis or Valkey, is the one that the system property {@code redis.server} names; else that of
 * {@code org.signal:embedded-redis}, where it is among the dependencies; else {@code redis-server} on the PATH.
 */
public final class RedisServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    private static final String READY = "Ready to accept connections";
    private static final Path BINARY = binary();

    private final Path directory;
    private final int port;
    private final List<String> options;
    private final List<String> said = new ArrayList<>(); // guarded by itself
    private Process process;

    private RedisServer(Path directory, int port, List<String> options, String ready) {
        this.directory = directory;
        this.port = port;
        this.options = options;
        this.process = launch(ready);
    }

    /** A server with these options beside those that all have: no RDB, no AOF. */
    public static RedisServer start(String... options) {
        return start(freePort(), options);
    }

    public static RedisServer start(int port, String... options) {
        try {
            return new RedisServer(Files.createTempDirectory("redis"), port, List.of(options), READY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that watches a master by the name of {@code main}, and by itself decides that it is down, soon. */
    public static RedisServer sentinel(RedisServer master) {
        try {
            Path directory = Files.createTempDirectory("sentinel");
            Path file = directory.resolve("sentinel.conf");
            Files.writeString(file, """
                    sentinel monitor main 127.0.0.1 %d 1
                    sentinel down-after-milliseconds main 300
                    sentinel failover-timeout main 3000
                    """.formatted(master.port));
            return new RedisServer(directory, freePort(), List.of(file.toString(), "--sentinel"), "+monitor master");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public Path directory() {
        return directory;
    }

    private Process launch(String ready) {
        boolean sentinel = options.contains("--sentinel");
        List<String> command = new ArrayList<>(List.of(BINARY.toString()));
        if (sentinel) {
            command.addAll(options);
        }
        command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", directory.toString()));
        if (!sentinel) {
            command.addAll(List.of("--save", "", "--repl-diskless-sync-delay", "0"));
            options.forEach(option -> command.addAll(List.of(option.split(" ", -1)))); // Redis 6 does not by itself
        }
        synchronized (said) {
            said.clear();
        }
        Process launched;
        try {
            launched = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(launched::destroyForcibly));
        Thread reader = new Thread(() -> read(launched.getInputStream()), "redis-says");
        reader.setDaemon(true);
        reader.start();
        awaitSaid(ready);
        return launched;
    }

    private void read(InputStream output) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                    said.notifyAll();
                }
            }
        } catch (IOException endOfProcess) {
            // It was killed: there is nothing more to be read.
        }
    }

    /** Waits until the server has said this since its last start. */
    public void awaitSaid(String part) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (said) {
            while (said.stream().noneMatch(line -> line.contains(part))) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("redis-server did not say \"" + part + "\" but " + said);
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(said, left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** Ends it as a power cut would, but for what the system still writes for it. */
    public void kill9() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts it again after {@link #kill9}, at the same port with the same files. */
    public void restart() {
        process = launch(READY);
    }

    /** How long its append-only file is. */
    public long written() {
        try {
            return Files.size(appendOnlyFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, takes all from its append-only file that is beyond this length, and starts it again. */
    public void restartWith(long length) {
        kill9();
        try (RandomAccessFile file = new RandomAccessFile(appendOnlyFile().toFile(), "rw")) {
            file.setLength(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    private Path appendOnlyFile() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(
                            file -> file.toString().matches(".*(\\.incr|/appendonly)\\.aof")) // Redis 6 has one file
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Lets it do nothing at all, with all connections open. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, "" + process.pid())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + " has ended with " + status);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends one command and returns what is answered, lists within lists. */
    public @Nullable Object command(String... words) {
        try (RespClient client = new RespClient(port)) {
            return client.send(words);
        }
    }

    @Override
    public void close() {
        kill9();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that the system property names, or the embedded one, or that of the PATH where none is for this machine. */
    private static Path binary() {
        String chosen = System.getProperty("redis.server", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        String name = "redis-server-7.0.15-" + (mac ? "darwin-" : "linux-") + (arm ? "arm64" : "amd64");
        try (InputStream resource = ClassLoader.getSystemResourceAsStream(name)) {
            if (resource == null) {
                return Path.of("redis-server");
            }
            Path file = Files.createTempFile("redis-server", "");
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
            file.toFile().deleteOnExit();
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made executable");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
