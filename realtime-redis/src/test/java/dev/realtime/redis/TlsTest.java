package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.testkit.redis.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind TLS, whose certificate the JVM trusts, or does not. */
class TlsTest extends RedisRig {
    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path directory;

    @AfterEach
    void trustAsBefore() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST + "Password");
    }

    @Test
    void a_certificate_that_the_jvm_trusts_is_good_and_no_other() throws Exception {
        Path store = certificate("127.0.0.1");
        RedisServer server = server();
        try (SSLServerSocket front = front(store, server.port())) {
            String uri = "rediss://127.0.0.1:" + front.getLocalPort();
            RedisEventLogBuilder settings = RedisEventLog.builder().uri(uri).connectTimeout(Duration.ofSeconds(3));
            assertThatThrownBy(() -> node(settings)).hasMessageContaining("PKIX path building failed");
            trust(store);
            RedisEventLog node = node(settings);
            get(append(node, 1));
            assertThat(Reader.of(node).read()).containsExactly("1");
        }
    }

    @Test
    void a_certificate_that_the_log_is_told_to_trust_is_good_and_no_other() throws Exception {
        Path store = certificate("127.0.0.1");
        RedisServer server = server();
        try (SSLServerSocket front = front(store, server.port())) {
            RedisEventLogBuilder settings = RedisEventLog.builder()
                    .uri("rediss://127.0.0.1:" + front.getLocalPort())
                    .connectTimeout(Duration.ofSeconds(3))
                    .trust(exported(store));
            RedisEventLog node = node(settings);
            get(append(node, 1));
            assertThat(Reader.of(node).read()).containsExactly("1");
            Path other = directory.resolve("other");
            Files.createDirectory(other);
            settings.trust(exported(certificate(other, "127.0.0.1")));
            assertThatThrownBy(() -> node(settings)).hasMessageContaining("PKIX path");
        }
    }

    @Test
    void what_is_trusted_must_be_there() {
        Path nowhere = directory.resolve("nowhere.pem");
        assertThatThrownBy(() -> RedisEventLog.builder().trust(nowhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trust must be a file that can be read: " + nowhere);
    }

    @Test
    void a_certificate_of_another_host_is_not_good() throws Exception {
        Path store = certificate("127.0.0.2");
        trust(store);
        RedisServer server = server();
        try (SSLServerSocket front = front(store, server.port())) {
            RedisEventLogBuilder settings = RedisEventLog.builder()
                    .uri("rediss://127.0.0.1:" + front.getLocalPort())
                    .connectTimeout(Duration.ofSeconds(3));
            assertThatThrownBy(() -> node(settings)).hasMessageContaining("No subject alternative names matching IP");
        }
    }

    /** A store with a key and its certificate for this address. */
    private Path certificate(String address) throws IOException, InterruptedException {
        return certificate(directory, address);
    }

    private static Path certificate(Path within, String address) throws IOException, InterruptedException {
        Path store = within.resolve("store.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=redis",
                "-ext",
                "san=ip:" + address,
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString());
        return store;
    }

    private void trust(Path store) throws IOException, InterruptedException {
        String certificate = exported(store).toString();
        String trusted = directory.resolve("trusted.p12").toString();
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "redis",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                trusted,
                "-file",
                certificate);
        System.setProperty(TRUST, trusted);
        System.setProperty(TRUST + "Password", "secret");
    }

    /** The certificate of a store, as PEM. */
    private static Path exported(Path store) throws IOException, InterruptedException {
        Path certificate = store.resolveSibling("certificate.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "redis",
                "-storepass",
                "secret",
                "-keystore",
                store.toString(),
                "-file",
                certificate.toString());
        return certificate;
    }

    private static void keytool(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** Takes TLS off and passes on what is within. */
    private static SSLServerSocket front(Path store, int port) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        SSLServerSocket front = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(() -> accept(front, port));
        return front;
    }

    private static void accept(SSLServerSocket front, int port) throws IOException {
        while (true) {
            Socket client = front.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            daemon(() -> pass(client, server));
            daemon(() -> pass(server, client));
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException closed) {
                        // The test is over, or the client does not like the certificate.
                    }
                },
                "tls");
        thread.setDaemon(true);
        thread.start();
    }
}
