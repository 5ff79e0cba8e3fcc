package dev.realtime.examples.servers;

/** An embedded server that keeps running while applications come as {@code /realtime} and go. */
interface RunningServer extends AutoCloseable {
    int port();

    /** Returns the class loader that the application has to itself. */
    ClassLoader deploy() throws Exception;

    void undeploy() throws Exception;

    @Override
    void close() throws Exception;
}
