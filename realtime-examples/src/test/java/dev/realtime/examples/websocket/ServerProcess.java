package dev.realtime.examples.websocket;

import dev.realtime.examples.container.Container;
import dev.realtime.log.Retention;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The test application in a JVM of its own, with a heap as small as is asked; takes commands and ends when this does. */
final class ServerProcess implements AutoCloseable {
    private static final String ANSWER = "> ";

    private final Process process;
    private final Path log;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final int port;

    ServerProcess(Container container, String maxHeap) throws Exception {
        log = Files.createTempFile("realtime-server", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + maxHeap,
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + Path.of("target").toAbsolutePath(), // it is halted, and leaves there what it has
                ServerProcess.class.getName(),
                container.name());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        process = builder.redirectError(log.toFile()).start();
        Thread reader = new Thread(this::read, "read-server");
        reader.setDaemon(true);
        reader.start();
        port = Integer.parseInt(answer());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ANSWER)) {
                    answers.add(line.substring(ANSWER.length()));
                }
            }
        } catch (IOException e) {
            // as after the last line
        }
        answers.add("gone");
    }

    int port() {
        return port;
    }

    /** Has the server do one of the commands of {@link #main}; returns its answer. */
    long ask(String command) throws Exception {
        process.outputWriter().write(command + "\n");
        process.outputWriter().flush();
        return Long.parseLong(answer());
    }

    private String answer() throws Exception {
        String answer = answers.poll(60, TimeUnit.SECONDS);
        if (answer == null || answer.equals("gone")) {
            throw new AssertionError("the server is gone, or answers no more: " + Files.readString(log));
        }
        return answer;
    }

    @Override
    public void close() throws Exception {
        process.outputWriter().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Files.delete(log);
    }

    // ---- in the other JVM ----

    public static void main(String[] args) throws IOException {
        Application application = Application.on(Container.valueOf(args[0]), Retention.DEFAULT.withMaxBytes(4 << 20));
        say(application.port());
        Counting counting = new Counting(application);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            say(
                    switch (command) {
                        case "start" -> counting.start();
                        case "stop" -> counting.stop();
                        case "subscriptions" -> application.notifier().subscriptionCount();
                        case "heap" -> heap();
                        case "direct" -> direct();
                        default -> throw new IllegalArgumentException(command);
                    });
        }
        Runtime.getRuntime().halt(0); // orderly ends are tested elsewhere
    }

    private static void say(long answer) {
        System.out.println(ANSWER + answer);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Publishes 0, 1, 2 and so on, on {@code count}. */
    private static final class Counting {
        private static final Duration PERIOD = Duration.ofMillis(2);

        private final Application application;
        private long next;
        private boolean running;

        Counting(Application application) {
            this.application = application;
        }

        synchronized long start() {
            running = true;
            count();
            return 0;
        }

        /** How many were published. */
        synchronized long stop() {
            running = false;
            return next;
        }

        private synchronized void count() {
            if (running) {
                application.notifier().publish("count", next++);
                application.notifier().scheduler().schedule(this::count, PERIOD);
            }
        }
    }
}
