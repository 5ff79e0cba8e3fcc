package dev.realtime.examples.proxy;

import dev.realtime.examples.clients.Tools;
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
public final class Nginx implements AutoCloseable {
    private static final Path PAGE = Path.of("../docs/PROXIES.md");
    private static final Pattern BLOCK = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
    private static final String APPLICATION = "127.0.0.1:8080";

    /** Paths are below the directory that nginx is started with. */
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            error_log stderr notice;
            pid nginx.pid;
            worker_shutdown_timeout 200ms;
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

    /** Said when a configuration is in force; it listens since before. */
    private static final String STARTED = "start worker process ";

    private final int application;
    private final Path directory;
    private final int port;
    private final Process process;
    private final NginxLog log;

    private Nginx(int application, String http, String listen, String server) throws IOException, InterruptedException {
        this.application = application;
        // Started by root, its worker is somebody else and needs to reach its own directories in there.
        directory = Files.createTempDirectory(
                "realtime-nginx", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        port = freePort();
        configure(http, listen, server);
        process = nginx().start();
        log = NginxLog.of(process.errorReader());
        try {
            log.await(STARTED, 1);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** Aborts the tests where there is no nginx; fails them where CI=true. */
    public static void require() {
        if (Tools.find("nginx").isEmpty()) {
            Tools.missing("behind nginx", "nginx is needed, as `nginx` on the PATH; Debian has it in /usr/sbin");
        }
    }

    /** Set up as docs/PROXIES.md says. */
    static Nginx before(int application) throws IOException, InterruptedException {
        return before(application, "");
    }

    /** As docs/PROXIES.md says, but for some locations, in which {@code 127.0.0.1:8080} is the application. */
    public static Nginx before(int application, String locations) throws IOException, InterruptedException {
        return new Nginx(application, block(0), "", block(1) + locations);
    }

    /** As docs/PROXIES.md says, with TLS and HTTP/2 on the front. */
    static Nginx before(int application, Certificate certificate) throws IOException, InterruptedException {
        String tls = "ssl_certificate %s; ssl_certificate_key %s;".formatted(certificate.chain(), certificate.key());
        return new Nginx(application, block(0), "ssl http2", tls + block(1));
    }

    /** Set up with nothing but {@code proxy_pass}. */
    static Nginx bareBefore(int application) throws IOException, InterruptedException {
        return new Nginx(application, "", "", "location / { proxy_pass http://" + APPLICATION + "; }");
    }

    private static String block(int index) throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .toList()
                .get(index)
                .group(1);
    }

    private void configure(String http, String listen, String server) throws IOException {
        if (!server.contains(APPLICATION)) {
            throw new IllegalArgumentException("must pass on to " + APPLICATION + ": " + server);
        }
        Files.writeString(
                directory.resolve("nginx.conf"),
                CONFIGURATION.formatted(http, port, listen, server.replace(APPLICATION, "127.0.0.1:" + application)));
    }

    private ProcessBuilder nginx(String... more) {
        List<String> command =
                new ArrayList<>(List.of("nginx", "-e", "stderr", "-p", directory + "/", "-c", "nginx.conf"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command);
    }

    /** Sets it up anew, as {@link #before(int, String)} does, while it runs; connections from before are soon cut. */
    public void reload(String locations) throws IOException, InterruptedException {
        configure(block(0), "", block(1) + locations);
        long started = log.count(STARTED);
        int status = nginx("-s", "reload").inheritIO().start().waitFor();
        if (status != 0) {
            throw new AssertionError("nginx does not reload: " + status);
        }
        log.await(STARTED, started + 1);
    }

    NginxLog log() {
        return log;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
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
