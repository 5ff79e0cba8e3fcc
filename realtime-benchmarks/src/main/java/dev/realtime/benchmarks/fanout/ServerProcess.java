package dev.realtime.benchmarks.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Our end of a {@link FanOutServer}. For one thread at a time. */
final class ServerProcess implements AutoCloseable {
    private static final int GOODBYE_SECONDS = 20;

    private final Process process;
    private final PrintWriter lines;
    private final BufferedReader answers;
    private final int port;

    ServerProcess(String container, int lingerMillis) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FanOutServer.class.getName(),
                        container,
                        String.valueOf(lingerMillis))
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
