package dev.realtime.examples.container;

/** A running container with one application. */
public interface EmbeddedServer extends AutoCloseable {
    String HOST = "127.0.0.1";

    int port();

    /** Stops the application, then the container. */
    @Override
    void close();
}
