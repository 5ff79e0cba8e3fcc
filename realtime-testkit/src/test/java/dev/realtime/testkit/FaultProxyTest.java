package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault is what its name says, seen from both ends. */
@Timeout(60)
class FaultProxyTest {
    private static final int SHORT_MILLIS = 200;

    private ServerSocket listening;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(20_000);
        proxy = FaultProxy.to(listening.getLocalPort());
        client = newClient();
        server = listening.accept();
        server.setSoTimeout(20_000);
    }

    private Socket newClient() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        client.close();
        server.close();
        listening.close();
    }

    private static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket at, int bytes) throws IOException {
        return new String(at.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    private void assertSilent() throws IOException {
        client.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(20_000);
    }

    @Test
    void without_a_fault_it_passes_everything_on_both_ways() throws IOException {
        send(client, "question");
        assertThat(receive(server, 8)).isEqualTo("question");
        send(server, "answer");
        assertThat(receive(client, 6)).isEqualTo("answer");
        assertThat(proxy.bytesToClients()).isEqualTo(6);
        server.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_cut_at_a_byte_lets_exactly_those_before_it_through() throws Exception {
        for (int cut = 0; cut <= 6; cut++) {
            Future<Void> torn = proxy.cutUntilMendedAfter(cut);
            send(server, "answer");
            assertThat(receive(client, 100)).isEqualTo("answer".substring(0, cut));
            torn.get(20, TimeUnit.SECONDS);

            client.close();
            client = newClient();
            listening.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(() -> listening.accept()).as("not mended").isInstanceOf(SocketTimeoutException.class);
            listening.setSoTimeout(20_000);
            proxy.mend();
            server.close();
            server = listening.accept();
        }
        send(server, "whole");
        assertThat(receive(client, 5)).isEqualTo("whole");
    }

    @Test
    void a_reset_is_seen_as_one_by_both_ends() throws IOException {
        send(client, "x");
        receive(server, 1);
        proxy.reset();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void a_half_close_ends_what_the_server_reads_and_not_what_it_says() throws IOException {
        send(client, "x");
        receive(server, 1);
        proxy.halfClose();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        send(server, "answer");
        assertThat(receive(client, 6)).isEqualTo("answer");
    }

    @Test
    void a_pause_keeps_everything_until_it_ends() throws IOException {
        proxy.pause();
        send(server, "answer");
        assertSilent();
        proxy.resume();
        assertThat(receive(client, 6)).isEqualTo("answer");
    }

    @Test
    void a_delay_keeps_each_piece_for_its_time() throws IOException {
        proxy.delay(Duration.ofMillis(3 * SHORT_MILLIS));
        send(server, "answer");
        assertSilent();
        assertThat(receive(client, 6)).isEqualTo("answer");
    }

    @Test
    void one_byte_at_a_time_is_everything_in_the_end() throws IOException {
        proxy.oneByteAtATime();
        send(server, "answer");
        assertThat(receive(client, 6)).isEqualTo("answer");
    }
}
