package dev.realtime.benchmarks.fanout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One client: looks for messages in the bytes that come, whatever the protocol around them. For one thread at a time.
 *
 * <p>What may be the beginning of a message is kept for the next read, before which there is room in the buffer.
 */
final class Client {
    /** Longer than what a message begins with, up to and with its time. */
    static final int KEPT = 96;

    private static final byte[] NUMBER = Message.NUMBER.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIME = Message.TIME.getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final Transport transport;
    private final byte[] kept = new byte[KEPT];
    private int keptLength;
    private boolean greeted;
    private final StringBuilder greeting = new StringBuilder();
    private long next;

    private Client(SocketChannel channel, Transport transport) {
        this.channel = channel;
        this.transport = transport;
    }

    static Client connect(Selector selector, int port, Transport transport, Side side) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ByteBuffer request = ByteBuffer.wrap(transport.request(side).getBytes(StandardCharsets.US_ASCII));
        while (request.hasRemaining()) {
            channel.write(request);
        }
        channel.configureBlocking(false);
        Client client = new Client(channel, transport);
        channel.register(selector, SelectionKey.OP_READ, client);
        return client;
    }

    boolean isGreeted() {
        return greeted;
    }

    void close() throws IOException {
        channel.close();
    }

    /** Reads what there is, by way of an array with more room than {@link #KEPT}. */
    void read(byte[] array, Tally tally) throws IOException {
        System.arraycopy(kept, 0, array, 0, keptLength);
        int count = channel.read(ByteBuffer.wrap(array, keptLength, array.length - keptLength));
        if (count < 0) {
            throw new IOException("the server has closed a connection");
        }
        int end = keptLength + count;
        keptLength = 0;
        if (!greeted) {
            greeting.append(new String(array, 0, end, StandardCharsets.ISO_8859_1));
            if (greeting.indexOf("HTTP/1.1 4") == 0 || greeting.indexOf("HTTP/1.1 5") == 0) {
                throw new IOException("refused: " + greeting);
            }
            greeted = greeting.indexOf(transport.greeting) >= 0;
            return;
        }
        int rest = scan(array, end, tally);
        keptLength = Math.min(KEPT, end - rest);
        System.arraycopy(array, end - keptLength, kept, 0, keptLength);
    }

    /** Takes the messages whose beginning is there, and returns where to look when there is more. */
    private int scan(byte[] array, int end, Tally tally) {
        int from = 0;
        for (int i = 0; i + NUMBER.length <= end; i++) {
            if (array[i] != NUMBER[0] || array[i + 2] != NUMBER[2] || array[i + 4] != NUMBER[4]) {
                continue;
            }
            if (i + KEPT > end) {
                return i;
            }
            int comma = i + NUMBER.length;
            while (array[comma] != ',') {
                comma++;
            }
            int time = comma + TIME.length;
            int after = time;
            while (array[after] != ',') {
                after++;
            }
            take(number(array, i + NUMBER.length, comma), number(array, time, after), tally);
            i = after;
            from = after;
        }
        return Math.max(from, end - NUMBER.length);
    }

    private static long number(byte[] array, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + array[i] - '0';
        }
        return number;
    }

    private void take(long number, long sentAt, Tally tally) {
        tally.received(System.nanoTime() - sentAt);
        if (number != next) {
            tally.outOfTurn(number - next);
        }
        next = Math.max(next, number + 1);
    }
}
