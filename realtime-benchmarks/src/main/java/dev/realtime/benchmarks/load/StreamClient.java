package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client of a connection that goes on. What may be the beginning of a message is kept for the next read. */
final class StreamClient implements Clients.Reader {
    /** Of a replay, whatever it begins with, no more is looked at for that: a load's client is to be far cheaper than the server. */
    private static final int LONGEST_GREETING = 4 << 10;

    private final SocketChannel channel;
    private final Wire wire;
    private final Scanner scanner = new Scanner();
    private final Chunks chunks = new Chunks();
    private final Frames frames = new Frames();
    private final StringBuilder greeting = new StringBuilder();
    private final byte[] kept = new byte[Scanner.HEAD];
    private int keptLength;
    private boolean opened;
    private boolean greeted;

    StreamClient(SocketChannel channel, Wire wire) {
        this.channel = channel;
        this.wire = wire;
    }

    @Override
    public boolean isGreeted() {
        return greeted;
    }

    @Override
    public void read(byte[] array, Tally tally) throws IOException {
        System.arraycopy(kept, 0, array, 0, keptLength);
        int count = channel.read(ByteBuffer.wrap(array, keptLength, array.length - keptLength));
        if (count < 0) {
            throw new IOException("the server has closed a connection");
        }
        if (!greeted && greeting.length() < LONGEST_GREETING) {
            int looked = Math.min(count, LONGEST_GREETING - greeting.length());
            greet(new String(array, keptLength, looked, StandardCharsets.ISO_8859_1));
        }
        int end = keptLength + count;
        end = wire == Wire.SSE ? chunks.unwrap(array, keptLength, end) : frames.unwrap(array, keptLength, end);
        int rest = scanner.scan(array, end, tally);
        keptLength = Math.min(kept.length, end - rest);
        System.arraycopy(array, end - keptLength, kept, 0, keptLength);
    }

    private void greet(String text) throws IOException {
        greeting.append(text);
        if (greeting.indexOf("HTTP/1.1 4") == 0 || greeting.indexOf("HTTP/1.1 5") == 0) {
            throw new IOException("refused: " + greeting);
        }
        if (!opened && greeting.indexOf(HttpAnswer.HEAD_END) >= 0) {
            opened = true;
            Clients.write(channel, wire.opening());
        }
        greeted = greeting.indexOf(wire.greeting) >= 0;
    }
}
