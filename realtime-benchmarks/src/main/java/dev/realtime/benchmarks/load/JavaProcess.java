package dev.realtime.benchmarks.load;

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

/** A JVM of its own that does what the lines say that it is sent, and answers each with a number. For one thread at a time. */
final class JavaProcess implements AutoCloseable {
    private static final int GOODBYE_SECONDS = 20;

    private final Process process;
    private final PrintWriter lines;
    private final BufferedReader answers;

    /** @param flags of the JVM */
    JavaProcess(List<String> flags, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(Cores.forServer(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    long ask(String line) throws IOException {
        lines.println(line);
        return answer();
    }

    /** What it says next. */
    long answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the process has ended");
        }
        return Long.parseLong(answer);
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
