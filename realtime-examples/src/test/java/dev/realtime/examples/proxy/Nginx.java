package dev.realtime.examples.proxy;

import dev.realtime.examples.clients.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The nginx of this machine before an application, as a process of its own that needs no rights and leaves nothing behind. */
final class Nginx implements AutoCloseable {
    private static final Path PAGE = Path.of("../docs/PROXIES.md");
    private static final Pattern BLOCK = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
    private static final String APPLICATION = "127.0.0.1:8080";

    /** Paths are below the directory that nginx is started with. */
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            error_log stderr notice;
            pid nginx.pid;
            events {}
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                %s
                server {
                    listen 127.0.0.1:%d %s;
                    %s
                }
            }
            """;

    private final Path directory;
    private final Process process;
    private final int port;

    private Nginx(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Aborts the tests where there is no nginx; fails them where CI=true. */
    static void require() {
        if (Tools.find("nginx").isEmpty()) {
            Tools.missing("behind nginx", "nginx is needed, as `nginx` on the PATH; Debian has it in /usr/sbin");
        }
    }

    /** Set up as docs/PROXIES.md says. */
    static Nginx before(int application) throws IOException, InterruptedException {
        return start(block(0), "", block(1), application);
    }

    /** As docs/PROXIES.md says, with TLS and HTTP/2 on the front. */
    static Nginx before(int application, Certificate certificate) throws IOException, InterruptedException {
        String tls = "ssl_certificate %s; ssl_certificate_key %s;".formatted(certificate.chain(), certificate.key());
        return start(block(0), "ssl http2", tls + block(1), application);
    }

    /** Set up with nothing but {@code proxy_pass}. */
    static Nginx bareBefore(int application) throws IOException, InterruptedException {
        return start("", "", "location / { proxy_pass http://" + APPLICATION + "; }", application);
    }

    private static String block(int index) throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .toList()
                .get(index)
                .group(1);
    }

    private static Nginx start(String http, String listen, String server, int application)
            throws IOException, InterruptedException {
        if (!server.contains(APPLICATION)) {
            throw new IllegalArgumentException("must pass on to " + APPLICATION + ": " + server);
        }
        // Started by root, its worker is somebody else and needs to reach its own directories in there.
        Path directory = Files.createTempDirectory(
                "realtime-nginx", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        int port = freePort();
        Files.writeString(
                directory.resolve("nginx.conf"),
                CONFIGURATION.formatted(http, port, listen, server.replace(APPLICATION, "127.0.0.1:" + application)));
        Process process =
                new ProcessBuilder("nginx", "-e", "stderr", "-p", directory + "/", "-c", "nginx.conf").start();
        Nginx nginx = new Nginx(directory, process, port);
        nginx.awaitServing();
        return nginx;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitServing() throws IOException, InterruptedException {
        BufferedReader log = process.errorReader();
        List<String> told = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            told.add(line);
            if (line.contains("start worker process ")) { // it listens since before
                Thread rest = new Thread(() -> log.lines().forEach(System.err::println), "nginx-log");
                rest.setDaemon(true);
                rest.start();
                return;
            }
        }
        close();
        throw new AssertionError("nginx does not start:\n" + String.join("\n", told));
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.toHandle().destroy(); // the process itself would close the log while it is read
        boolean ended = process.waitFor(20, TimeUnit.SECONDS);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        if (!ended) {
            throw new AssertionError("nginx does not end");
        }
    }
}
