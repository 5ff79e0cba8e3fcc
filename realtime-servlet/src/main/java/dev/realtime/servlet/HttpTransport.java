package dev.realtime.servlet;

import java.io.IOException;

/**
 * A way to serve remote clients over HTTP: one path and one method under a {@link RealtimeServlet}.
 *
 * <p>An application adds its own with {@link RealtimeServletBuilder#transport} or through {@link java.util.ServiceLoader}.
 * Safe for use by several threads.
 */
public interface HttpTransport {
    /** The last part of its address, such as {@code sse}; also the transport's name. */
    String path();

    /** The request method it answers, such as {@code GET}. */
    String method();

    /**
     * Serves one request. The origin and the method have been checked, and the headers that every answer carries are
     * set. Must not block for long: who has to wait uses {@link Exchange#whenDone} or a stream.
     *
     * @throws ProblemException to answer with an error
     */
    void serve(Exchange exchange) throws IOException;
}
