package dev.realtime.examples.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The network between a client and a server on this machine, with a switch to cut it. Takes connections and passes their
 * bytes on as they are; an end on one side is an end on both. Safe for use by several threads.
 */
public final class Relay implements AutoCloseable {
    private final ServerSocket front;

    // All under this object's lock.
    private int serverPort;
    private final List<Link> links = new ArrayList<>();
    private final List<Socket> waiting = new ArrayList<>();
    private boolean held;
    private long allowance = Long.MAX_VALUE;
    private CompletableFuture<Void> torn = new CompletableFuture<>();

    /** The two ends of one connection. */
    private record Link(Socket client, Socket server) {
        void cut() {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    public Relay(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("relay-accept", this::accept);
    }

    public int port() {
        return front.getLocalPort();
    }

    /** New connections go to another server, as after a restart. */
    public synchronized void redirectTo(int port) {
        serverPort = port;
    }

    /** Drops every connection there is. */
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
     * Cuts, until mended, once this many bytes more have gone to clients.
     *
     * @return done when that has happened
     */
    public synchronized CompletableFuture<Void> cutUntilMendedAfter(int bytes) {
        allowance = bytes;
        torn = new CompletableFuture<>();
        return torn;
    }

    public synchronized void mend() throws IOException {
        held = false;
        allowance = Long.MAX_VALUE;
        for (Socket client : waiting) {
            connect(client);
        }
        waiting.clear();
    }

    @Override
    public synchronized void close() throws IOException {
        front.close();
        cut();
        waiting.forEach(Relay::closeQuietly);
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
        if (front.isClosed()) {
            closeQuietly(client);
        } else if (held) {
            waiting.add(client);
        } else {
            connect(client);
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
            links.add(link);
            start("relay-up", () -> pass(link, true));
            start("relay-down", () -> pass(link, false));
        } catch (IOException e) {
            closeQuietly(client);
            throw e;
        }
    }

    private void pass(Link link, boolean up) {
        byte[] buffer = new byte[8 << 10];
        try {
            Socket from = up ? link.client : link.server;
            Socket to = up ? link.server : link.client;
            int read;
            while ((read = from.getInputStream().read(buffer)) >= 0) {
                int allowed = up ? read : allow(read);
                to.getOutputStream().write(buffer, 0, allowed);
                if (allowed < read) {
                    tear();
                }
            }
        } catch (IOException e) {
            // cut
        } finally {
            link.cut();
            forget(link);
        }
    }

    private synchronized int allow(int bytes) {
        int allowed = (int) Math.min(bytes, allowance);
        allowance -= allowance == Long.MAX_VALUE ? 0 : allowed;
        return allowed;
    }

    private synchronized void tear() {
        cutUntilMended();
        torn.complete(null);
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
