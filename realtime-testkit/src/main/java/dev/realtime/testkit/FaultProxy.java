package dev.realtime.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The network between clients and a server on this machine, with the faults that networks have. Takes connections and
 * passes their bytes on as they are; an end on one side is an end on both. Safe for use by several threads.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER = 8 << 10;
    private static final int PAUSED_BUFFER = 16 << 10; // small, so that a server soon feels a pause

    private final ServerSocket front;

    // All under this object's lock, whose waiters are told of every change.
    private int serverPort;
    private final List<Link> links = new ArrayList<>();
    private final List<Socket> waiting = new ArrayList<>();
    private boolean closed;
    private boolean held;
    private boolean paused;
    private boolean singly;
    private Duration delay = Duration.ZERO;
    private long allowance = Long.MAX_VALUE;
    private long passed;
    private CompletableFuture<Void> torn = new CompletableFuture<>();

    /** The two ends of one connection. */
    private static final class Link {
        final Socket client;
        final Socket server;
        volatile boolean halfClosed;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void cut() {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    private FaultProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("fault-proxy-accept", this::accept);
    }

    /** A proxy before {@code 127.0.0.1:serverPort}, without a fault yet. */
    public static FaultProxy to(int serverPort) throws IOException {
        return new FaultProxy(serverPort);
    }

    /** Where clients connect, on {@code 127.0.0.1}. */
    public int port() {
        return front.getLocalPort();
    }

    /** New connections go to another server on {@code 127.0.0.1}, as after a restart. */
    public synchronized void redirectTo(int otherServerPort) {
        serverPort = otherServerPort;
    }

    /** How many bytes have gone to clients, over all connections. */
    public synchronized long bytesToClients() {
        return passed;
    }

    /** Drops every connection there is, each end with a FIN. */
    public synchronized void cut() {
        links.forEach(Link::cut);
        links.clear();
    }

    /** Drops every connection there is; new ones are taken, but reach the server only after {@link #mend}. */
    public synchronized void cutUntilMended() {
        held = true;
        cut();
    }

    /**
     * Cuts, until mended, as soon as so many bytes more have gone to clients; with 0, instead of the first one. What a
     * connection still brings that its client has just closed counts as well, unless it is {@link #cut} before.
     *
     * @return done when that has happened
     */
    public synchronized CompletableFuture<Void> cutUntilMendedAfter(long bytes) {
        allowance = bytes;
        torn = new CompletableFuture<>();
        return torn;
    }

    /** Drops every connection there is, each end with an RST. */
    public synchronized void reset() throws IOException {
        for (Link link : links) {
            if (!link.client.isClosed() && !link.server.isClosed()) {
                link.client.setSoLinger(true, 0);
                link.server.setSoLinger(true, 0);
            }
        }
        cut();
    }

    /** Tells the server of every connection that its client has no more to say; what the server says is passed on. */
    public synchronized void halfClose() throws IOException {
        for (Link link : links) {
            link.halfClosed = true;
            link.server.shutdownOutput();
        }
    }

    /** Passes nothing on, and takes nothing, until {@link #resume}: to the server, a client that does not read. */
    public synchronized void pause() {
        paused = true;
    }

    /** Ends a pause; nothing has been lost. */
    public synchronized void resume() {
        paused = false;
        notifyAll();
    }

    /** From now on passes each byte on by itself. */
    public synchronized void oneByteAtATime() {
        singly = true;
    }

    /** From now on keeps each piece for so long before it is passed on. */
    public synchronized void delay(Duration each) {
        delay = each;
    }

    /** Ends every fault, and connects who has been waiting. */
    public synchronized void mend() throws IOException {
        held = false;
        singly = false;
        delay = Duration.ZERO;
        allowance = Long.MAX_VALUE;
        resume();
        for (Socket client : waiting) {
            connect(client);
        }
        waiting.clear();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        front.close();
        cut();
        waiting.forEach(FaultProxy::closeQuietly);
        notifyAll();
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                accepted(front.accept());
            } catch (IOException e) {
                // closed, or a server that has gone: the client sees the same
            }
        }
    }

    private synchronized void accepted(Socket client) throws IOException {
        if (closed) {
            closeQuietly(client);
        } else if (held) {
            waiting.add(client);
        } else {
            connect(client);
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            server.setReceiveBufferSize(PAUSED_BUFFER); // counts only before it connects
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException e) {
            closeQuietly(client);
            closeQuietly(server);
            throw e;
        }
        Link link = new Link(client, server);
        links.add(link);
        start("fault-proxy-up", () -> pass(link, true));
        start("fault-proxy-down", () -> pass(link, false));
    }

    private void pass(Link link, boolean up) {
        byte[] buffer = new byte[BUFFER];
        try {
            Socket from = up ? link.client : link.server;
            Socket to = up ? link.server : link.client;
            for (int read = read(from, buffer); read >= 0; read = read(from, buffer)) {
                int allowed = up ? read : allow(link, read);
                write(to.getOutputStream(), buffer, allowed);
                if (!up) {
                    tearIfDue(link);
                }
            }
        } catch (IOException e) {
            // cut
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!up || !link.halfClosed) {
                link.cut();
                forget(link);
            }
        }
    }

    private int read(Socket from, byte[] buffer) throws IOException, InterruptedException {
        awaitPassing(Duration.ZERO);
        int read = from.getInputStream().read(buffer);
        awaitPassing(read < 0 ? Duration.ZERO : delay());
        return read;
    }

    private synchronized Duration delay() {
        return delay;
    }

    /** Waits for the end of a pause, and then for so long. */
    private synchronized void awaitPassing(Duration least) throws InterruptedException {
        while (paused && !closed) {
            wait();
        }
        long end = System.nanoTime() + least.toNanos();
        for (long left = least.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private void write(OutputStream to, byte[] bytes, int length) throws IOException {
        int piece = isSingly() ? 1 : BUFFER;
        for (int i = 0; i < length; i += piece) {
            to.write(bytes, i, Math.min(piece, length - i));
        }
    }

    private synchronized boolean isSingly() {
        return singly;
    }

    private synchronized int allow(Link link, int bytes) {
        if (!links.contains(link)) {
            return 0; // cut meanwhile: nothing of it counts any more
        }
        int allowed = (int) Math.min(bytes, allowance);
        allowance -= allowance == Long.MAX_VALUE ? 0 : allowed;
        passed += allowed;
        return allowed;
    }

    private synchronized void tearIfDue(Link link) {
        if (allowance == 0 && links.contains(link)) {
            cutUntilMended();
            torn.complete(null);
        }
    }

    private synchronized void forget(Link link) {
        links.remove(link);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
