package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Many clients of one server, far cheaper than it: raw sockets, read by one thread. For one thread at a time. */
final class Clients implements AutoCloseable {
    /** So that the server can accept as fast as clients connect: one too many in its queue is tried again after a second. */
    private static final long ACCEPT_NANOS = 100_000;

    private static final int BUFFER = 64 << 10;
    private static final long SELECT_MILLIS = 20;

    /** So that little is on its way to who does not read. */
    private static final int SMALL_WINDOW = 4 << 10;

    private final int port;
    private Tally tally;
    private final Selector selector;
    private boolean busy;
    private @Nullable Clients preferred;
    private final byte[] buffer = new byte[BUFFER];
    private final List<SocketChannel> channels = new ArrayList<>();

    /** What reads one connection. */
    interface Reader {
        /** Whether it has what it was connected for. */
        boolean isGreeted();

        /** There is something to read; may use the buffer. */
        void read(byte[] buffer, Tally tally) throws IOException;
    }

    /** Makes the reader of a connection. */
    @FunctionalInterface
    interface Kind {
        Reader on(SocketChannel channel);
    }

    Clients(int port, Tally tally) throws IOException {
        this.port = port;
        this.tally = tally;
        this.selector = Selector.open();
    }

    /** From now on, what is read counts there. */
    void countInto(Tally other) {
        tally = other;
    }

    /**
     * From now on the thread looks without ever waiting. Where it has a core of its own, the server then does not pay for waking
     * clients, as it would not if they were on other machines.
     */
    void neverWait() {
        busy = true;
    }

    /** From now on, others are read before each of these, so that they do not wait for them; by the same thread. */
    void prefer(Clients others) {
        preferred = others;
    }

    /** Connects so many, one after the other, and returns when each has its greeting. */
    void connect(Lane lane, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            connect(lane.request(), lane::client);
        }
    }

    /** Connects one, and returns when it has its greeting. */
    void connect(String request, Kind kind) throws IOException {
        SocketChannel channel = SocketChannel.open(address());
        Reader reader = begin(channel, request, kind);
        while (!reader.isGreeted()) {
            readOnce();
        }
    }

    /** Connects so many, and lets them ask all at once. */
    void beginTogether(int count, String request, Kind kind) throws IOException {
        List<SocketChannel> connected = new ArrayList<>();
        CompletableFuture<Void> connecting = Background.run(
                () -> { // which takes a second for one too many
                    for (int i = 0; i < count; i++) {
                        connected.add(SocketChannel.open(address()));
                        LockSupport.parkNanos(ACCEPT_NANOS);
                    }
                });
        while (!connecting.isDone()) {
            readPreferred();
        }
        connecting.join();
        for (SocketChannel channel : connected) {
            begin(channel, request, kind);
            readPreferred();
        }
    }

    private Reader begin(SocketChannel channel, String request, Kind kind) throws IOException {
        channels.add(channel);
        write(channel, request.getBytes(StandardCharsets.US_ASCII));
        channel.configureBlocking(false);
        Reader reader = kind.on(channel);
        channel.register(selector, SelectionKey.OP_READ, reader);
        return reader;
    }

    /** Connects one that reads no more than the first byte, so that the server has taken it before the next one comes. */
    void connectUnread(String request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW);
        channel.connect(address());
        write(channel, request.getBytes(StandardCharsets.US_ASCII));
        if (channel.read(ByteBuffer.allocate(1)) < 0) {
            throw new IOException("the server has closed a connection");
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Writes all of it. */
    static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    /** Reads what there is, and waits for something if there is nothing, for a moment. */
    void readOnce() throws IOException {
        if (busy) {
            selector.selectNow();
        } else {
            selector.select(SELECT_MILLIS);
        }
        readPreferred();
        for (SelectionKey key : selector.selectedKeys()) {
            readPreferred();
            ((Reader) key.attachment()).read(buffer, tally);
        }
        selector.selectedKeys().clear();
    }

    private void readPreferred() throws IOException {
        if (preferred != null) {
            preferred.readOnce();
        }
    }

    /** Reads until that is so, or the time is over. */
    void readUntil(BooleanSupplier done, long nanos) throws IOException {
        long begun = System.nanoTime();
        while (!done.getAsBoolean() && System.nanoTime() - begun < nanos) {
            readOnce();
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
