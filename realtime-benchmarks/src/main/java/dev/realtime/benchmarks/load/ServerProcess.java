package dev.realtime.benchmarks.load;

import java.io.IOException;

/** Our end of a {@link LoadServer}. For one thread at a time. */
final class ServerProcess implements AutoCloseable {
    private final JavaProcess process;
    private final int port;

    /** With the container's defaults. */
    ServerProcess(String container, int lingerMillis) throws IOException {
        this(Setup.of(container, lingerMillis, Setup.STREAM_BUFFER));
    }

    ServerProcess(Setup setup) throws IOException {
        process = new JavaProcess(
                setup.flags(),
                LoadServer.class,
                setup.container().name(),
                setup.settings().name(),
                String.valueOf(setup.lingerMillis()),
                String.valueOf(setup.streamBuffer()));
        port = (int) process.answer();
    }

    int port() {
        return port;
    }

    /** The CPU time of the process so far, in nanoseconds. */
    long cpu() throws IOException {
        return process.ask("cpu");
    }

    /** The bytes that are left in its heap after a collection. */
    long heap() throws IOException {
        return process.ask("heap");
    }

    /** What the process holds of the machine's memory, in bytes; 0 where the system does not tell. */
    long resident() throws IOException {
        return process.resident();
    }

    /** Publishes so many messages at once, for those that ask for what has been. */
    void history(int count) throws IOException {
        process.ask("history " + count);
    }

    /** From now on messages are so long. */
    void messageBytes(int bytes) throws IOException {
        process.ask("bytes " + bytes);
    }

    /** Publishes so many messages, so many a second; returns when it has. */
    void publish(Side side, int count, int perSecond) throws IOException {
        process.ask("publish " + side + " " + count + " " + perSecond);
    }

    @Override
    public void close() {
        process.close();
    }
}
