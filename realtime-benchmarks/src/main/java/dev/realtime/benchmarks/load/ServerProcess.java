package dev.realtime.benchmarks.load;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Our end of a {@link LoadServer}. For one thread at a time. */
final class ServerProcess implements AutoCloseable {
    private static final int GOODBYE_SECONDS = 20;

    private final Process process;
    private final PrintWriter lines;
    private final BufferedReader answers;
    private final int port;

    /** With the container's defaults. */
    ServerProcess(String container, int lingerMillis) throws IOException {
        this(new Setup(Container.named(container), Settings.DEFAULTS, lingerMillis, Setup.HEAP_MIB));
    }

    ServerProcess(Setup setup) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(setup.flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoadServer.class.getName()));
        command.addAll(
                List.of(setup.container().name(), setup.settings().name(), String.valueOf(setup.lingerMillis())));
        process = new ProcessBuilder(Cores.forServer(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        port = (int) answer();
    }

    int port() {
        return port;
    }

    /** The CPU time of the process so far, in nanoseconds. */
    long cpu() throws IOException {
        return ask("cpu");
    }

    /** The bytes that are left in its heap after a collection. */
    long heap() throws IOException {
        return ask("heap");
    }

    /** What the process holds of the machine's memory, in bytes; 0 where the system does not tell. */
    long resident() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException otherSystem) {
            return 0;
        }
    }

    /** Publishes so many messages at once, for those that ask for what has been. */
    void history(int count) throws IOException {
        ask("history " + count);
    }

    /** From now on messages are so long. */
    void messageBytes(int bytes) throws IOException {
        ask("bytes " + bytes);
    }

    /** Publishes so many messages, so many a second; returns when it has. */
    void publish(Side side, int count, int perSecond) throws IOException {
        ask("publish " + side + " " + count + " " + perSecond);
    }

    private long ask(String line) throws IOException {
        lines.println(line);
        return answer();
    }

    private long answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the server's process has ended");
        }
        return Long.parseLong(answer);
    }

    @Override
    public void close() {
        lines.close();
        try {
            if (!process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
