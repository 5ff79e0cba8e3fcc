package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A WebSocket as bytes (RFC 6455), so that a test can do what no client would. Answers pings, when the test reads. For one thread
 * that reads and one that writes.
 */
public final class RawSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final Socket socket;
    private final DataInputStream in;
    private String head = "";

    /** How a connection ended; 1006 where it was cut without a word. */
    record End(int code, String reason) {}

    public RawSocket(int port) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(16 << 10); // so that who does not read is felt soon
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 10));
    }

    /** Opens {@code /realtime/ws} with this query and takes the first message. */
    static RawSocket open(int port, String query) throws IOException {
        RawSocket socket = new RawSocket(port);
        assertThat(socket.upgrade("/realtime/ws?" + query)).isEqualTo(101);
        socket.message();
        return socket;
    }

    /** Asks for an upgrade as clients do; returns the answer's status. */
    public int upgrade(String target, String... headers) throws IOException {
        String[] all = new String[headers.length + 4];
        all[0] = "Upgrade: websocket";
        all[1] = "Connection: Upgrade";
        all[2] = "Sec-WebSocket-Version: 13";
        all[3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        System.arraycopy(headers, 0, all, 4, headers.length);
        return get(target, all);
    }

    int get(String target, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort());
        for (String header : headers) {
            request.append("\r\n").append(header);
        }
        socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
        head = answer.toString();
        return Integer.parseInt(head.split(" ")[1]);
    }

    /** The head of the answer. */
    public String head() {
        return head;
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    public void send(String text) throws IOException {
        frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(int opcode, boolean last, byte[] payload) throws IOException {
        write(frameBytes(opcode, last, payload));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A masked frame; the mask is zero, so that the payload stays as it is. */
    static byte[] frameBytes(int opcode, boolean last, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (opcode | (last ? FIN : 0)));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** The next text message. */
    String message() throws IOException {
        Object next = next();
        if (next instanceof String text) {
            return text;
        }
        throw new EOFException("no message but " + next);
    }

    JsonNode json() throws IOException {
        return JSON.readTree(message());
    }

    /** Reads until the connection ends. */
    End end() throws IOException {
        while (true) {
            if (next() instanceof End end) {
                return end;
            }
        }
    }

    /** The next text, or the end. */
    public Object next() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            while (true) {
                int first = in.readUnsignedByte();
                int length = in.readUnsignedByte();
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
                byte[] payload = new byte[length];
                in.readFully(payload);
                switch (first & 0xf) {
                    case TEXT, CONTINUATION -> {
                        text.write(payload);
                        if ((first & FIN) != 0) {
                            return text.toString(StandardCharsets.UTF_8);
                        }
                    }
                    case PING -> frame(PONG, true, payload);
                    case CLOSE -> {
                        return new End(
                                length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort(),
                                length < 2 ? "" : new String(payload, 2, length - 2, StandardCharsets.UTF_8));
                    }
                    default -> {}
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came for " + PATIENCE, e);
        } catch (EOFException | SocketException e) {
            return new End(1006, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
