package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.examples.websocket.RawSocket.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that mean harm, to a server with a heap of 128 MiB, while another client receives its events. */
class AttackTest {
    private static final String HEAP = "128m";
    private static final byte[] CHUNK = "x".repeat(64 << 10).getBytes();
    private static final int MEGABYTES = 1 << 20;

    /** What a client does to harm; ends when the connection does, or when it has done what it wanted. */
    private interface Attack {
        void on(RawSocket socket) throws IOException;
    }

    @ContainerTest
    void a_message_of_32_megabytes_in_one_frame(Container container) throws Exception {
        assertRepelled(container, socket -> {
            byte[] start = RawSocket.frameBytes(RawSocket.TEXT, true, new byte[1 << 16]);
            start[2 + 4] = (byte) (32 * MEGABYTES >> 24); // the length's last four bytes
            start[2 + 5] = (byte) (32 * MEGABYTES >> 16);
            start[2 + 6] = 0;
            start[2 + 7] = 0;
            socket.write(start);
            for (int sent = 1 << 16; sent < 32 * MEGABYTES; sent += CHUNK.length) {
                socket.write(CHUNK);
            }
        });
    }

    @ContainerTest
    void a_message_of_32_megabytes_in_many_frames(Container container) throws Exception {
        assertRepelled(container, socket -> {
            for (int sent = 0; sent < 32 * MEGABYTES; sent += CHUNK.length) {
                socket.frame(sent == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION, false, CHUNK);
            }
        });
    }

    @ContainerTest(except = Container.UNDERTOW)
    void five_million_empty_fragments(Container container) throws Exception {
        assertRepelled(container, AttackTest::sendEmptyFragments);
    }

    /** Undertow shows its application no empty fragment, so that nobody can count them; it reads and forgets them. */
    @Test
    void five_million_empty_fragments_are_forgotten_by_undertow() throws Exception {
        try (ServerProcess server = new ServerProcess(Container.UNDERTOW, HEAP);
                Bystander bystander = new Bystander(server.port());
                RawSocket attacker = RawSocket.open(server.port(), "")) {
            server.ask("start");
            sendEmptyFragments(attacker);
            bystander.awaitAll(server.ask("stop"));
            assertThat(server.ask("heap")).isLessThan(64L * MEGABYTES);
        }
    }

    private static void sendEmptyFragments(RawSocket socket) throws IOException {
        socket.frame(RawSocket.TEXT, false, new byte[0]);
        byte[] thousand = repeat(RawSocket.frameBytes(RawSocket.CONTINUATION, false, new byte[0]), 1_000);
        for (int i = 0; i < 5_000; i++) {
            socket.write(thousand);
        }
    }

    @ContainerTest
    void a_binary_message_without_end(Container container) throws Exception {
        assertRepelled(container, socket -> {
            for (int sent = 0; sent < 32 * MEGABYTES; sent += CHUNK.length) {
                socket.frame(sent == 0 ? RawSocket.BINARY : RawSocket.CONTINUATION, false, CHUNK);
            }
        });
    }

    @ContainerTest
    void questions_and_their_answers_not_read(Container container) throws Exception {
        byte[] question = RawSocket.frameBytes(RawSocket.TEXT, true, "{\"op\":\"ping\",\"ref\":1}".getBytes());
        byte[] thousand = repeat(question, 1_000);
        assertRepelled(container, socket -> {
            for (int i = 0; i < 3_000; i++) {
                socket.write(thousand);
            }
        });
    }

    /** One STOMP frame with headers for ever, in messages that are small enough each. */
    @ContainerTest
    void a_frame_of_headers_without_end(Container container) throws Exception {
        byte[] headers = RawSocket.frameBytes(
                RawSocket.TEXT, true, "x:yyyyyyyyyyyyy\n".repeat(2_000).getBytes());
        try (ServerProcess server = new ServerProcess(container, HEAP);
                Bystander bystander = new Bystander(server.port());
                StompSocket attacker = new StompSocket(server.port())) {
            server.ask("start");
            attacker.raw().send("CONNECT\naccept-version:1.2\nhost:localhost\n");
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                try {
                    for (int sent = 0; sent < 32 * MEGABYTES; sent += headers.length) {
                        attacker.raw().write(headers);
                    }
                } catch (IOException closed) {
                    // as it should be
                }
            });
            assertThat(attacker.next())
                    .returns("ERROR", StompSocket.Frame::command)
                    .extracting(frame -> frame.headers().get("code"))
                    .isEqualTo("too-many");
            assertThat(attacker.raw().end().code()).isIn(1008, 1006);
            flood.get(60, TimeUnit.SECONDS);
            bystander.awaitAll(server.ask("stop"));
        }
    }

    private static void assertRepelled(Container container, Attack attack) throws Exception {
        try (ServerProcess server = new ServerProcess(container, HEAP);
                Bystander bystander = new Bystander(server.port());
                RawSocket attacker = RawSocket.open(server.port(), "")) {
            server.ask("start");
            CompletableFuture<End> over = CompletableFuture.supplyAsync(() -> end(attacker, attack));
            assertThat(over.get(60, TimeUnit.SECONDS).code()).isIn(1008, 1009, 1006);
            bystander.awaitAll(server.ask("stop"));
            System.err.printf(
                    "%s: %s, then %d MiB of heap in use%n", container, over.get(), server.ask("heap") / MEGABYTES);
        }
    }

    private static End end(RawSocket attacker, Attack attack) {
        try {
            attack.on(attacker);
        } catch (IOException e) {
            // cut; the close before it may still be read
        }
        try {
            return attacker.end();
        } catch (IOException e) {
            return new End(1006, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] repeat(byte[] frame, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }
}
