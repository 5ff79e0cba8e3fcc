package dev.realtime.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 client on a bare socket, which can be torn at any byte: writes a request, reads the head of its answer and
 * then the body, byte by byte, out of its chunks. For one thread at a time.
 */
public final class RawHttp implements Closeable {
    /** Nothing is waited for longer than this. */
    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final Metered metered;
    private final InputStream in;

    private int status;
    private Map<String, String> headers = Map.of();
    private boolean chunked;
    private boolean chunksBefore;
    private long left;
    private boolean ended;

    /** Connects to {@code 127.0.0.1}. */
    public RawHttp(int port) throws IOException {
        this(port, 0);
    }

    /** With a receive buffer of so many bytes, or the system's with 0. */
    public RawHttp(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer); // counts only before it connects
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        metered = new Metered(socket.getInputStream());
        in = new BufferedInputStream(metered);
    }

    /** The connection itself. */
    public Socket socket() {
        return socket;
    }

    /** Tears the connection as soon as so many more bytes have been received. */
    public RawHttp cutAfter(long bytes) {
        metered.left = bytes;
        return this;
    }

    /** Sends a request without waiting for its answer; headers as name, value, name, value. */
    public void get(String target, String... requestHeaders) throws IOException {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (int i = 0; i < requestHeaders.length; i += 2) {
            request.append(requestHeaders[i])
                    .append(": ")
                    .append(requestHeaders[i + 1])
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads the head of the next answer; false where the connection ended instead. */
    public boolean readHead() throws IOException {
        String line = line();
        if (line == null) {
            return false;
        }
        if (!line.matches("HTTP/1\\.1 [0-9]{3}.*")) {
            throw new ProtocolException("not a status line: " + line);
        }
        status = Integer.parseInt(line.substring(9, 12));
        headers = new TreeMap<>();
        for (line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        left = chunked ? 0 : Long.parseLong(headers.getOrDefault("content-length", "0"));
        chunksBefore = false;
        ended = false;
        return line != null;
    }

    /** Of the answer whose head was read last. */
    public int status() {
        return status;
    }

    /** A header of the answer by its name in lower case, or an empty text. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The next byte of the body, or -1 where the body or the connection has ended. */
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        if (left == 0) {
            if (!chunked || !nextChunk()) {
                ended |= !chunked;
                return -1;
            }
        }
        int b = readRaw();
        left -= b < 0 ? 0 : 1; // a body that was torn before its last byte has not ended
        return b;
    }

    private boolean nextChunk() throws IOException {
        if (chunksBefore) {
            line(); // the end of the chunk before; Jetty sends it with the next one
        }
        chunksBefore = true;
        String size = line();
        if (size == null) {
            return false;
        }
        if (!size.matches("[0-9a-fA-F]{1,8}")) {
            throw new ProtocolException("not the size of a chunk: " + size);
        }
        left = Long.parseLong(size, 16);
        ended = left == 0 && "".equals(line());
        return left > 0;
    }

    /** Whether the body came to its proper end: the last chunk, or its whole length. */
    public boolean endedCleanly() {
        return ended || (!chunked && left == 0);
    }

    /** The rest of the body. */
    public String body() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = read(); b >= 0; b = read()) {
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = readRaw(); b >= 0; b = readRaw()) {
            if (b == '\n') {
                line.setLength(line.length() - 1); // the CR
                return line.toString();
            }
            line.append((char) b);
        }
        return null;
    }

    private int readRaw() throws IOException {
        try {
            return in.read();
        } catch (SocketException torn) { // reset, or closed by us
            return -1;
        }
    }

    /** Ends the connection with a FIN. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Ends the connection with an RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Lets so many bytes through, then closes the socket. */
    private final class Metered extends InputStream {
        private final InputStream wire;
        private long left = Long.MAX_VALUE;

        Metered(InputStream wire) {
            this.wire = wire;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("only ever read through a buffer");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = wire.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            if (left == 0) {
                socket.close();
            }
            return count;
        }
    }
}
