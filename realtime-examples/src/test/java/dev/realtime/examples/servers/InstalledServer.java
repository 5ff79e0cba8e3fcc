package dev.realtime.examples.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server as it is installed, running the {@link ProbeApplication} in a process of its own. */
final class InstalledServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path base;
    private final Path log;
    private final Process process;
    private final int port;

    private InstalledServer(Path base, Path log, Process process, int port) {
        this.base = base;
        this.log = log;
        this.process = process;
        this.port = port;
    }

    /** Starts a server and waits until it serves. */
    static InstalledServer start(Server server, Path installations, Path java) throws Exception {
        Path base = Files.createTempDirectory("realtime-" + server.directory());
        Path war = ProbeWar.write(base.resolve("realtime.war"));
        Path work = Files.createDirectory(base.resolve("base"));
        Path log = base.resolve("server.log");
        int port = freePort();
        Path home = home(server, installations);
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx512m"));
        command.addAll(server.command(home, work, war, port, java));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(server.environment(work));
        InstalledServer started = new InstalledServer(base, log, builder.start(), port);
        started.awaitServing();
        return started;
    }

    private static Path home(Server server, Path installations) throws IOException {
        try (Stream<Path> all = Files.list(installations)) {
            return all.filter(each -> each.getFileName().toString().startsWith(server.directory()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + server.directory() + " in " + installations));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitServing() throws Exception {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() - end < 0 && process.isAlive()) {
            try {
                ask("subscriptions");
                return;
            } catch (IOException | NumberFormatException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // nobody tells when a server is up
            }
        }
        String told = log();
        close();
        throw new AssertionError("the server does not serve:\n" + told);
    }

    int port() {
        return port;
    }

    /** Has the application do one of its commands, with parameters such as {@code publish&topic=a}. */
    long ask(String command) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/realtime/control?do=" + command))
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return Long.parseLong(response.body().strip());
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Tells the process to end, as a service manager would; returns how long it took, or null where it did not within a minute. */
    Duration terminate() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        return process.waitFor(60, TimeUnit.SECONDS) ? Duration.ofNanos(System.nanoTime() - begin) : null;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        Files.walkFileTree(base, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
