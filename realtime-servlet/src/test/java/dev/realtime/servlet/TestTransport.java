package dev.realtime.servlet;

import java.io.IOException;

/** A transport as an application may write it. */
record TestTransport(String path, Service service) implements HttpTransport {
    interface Service {
        void serve(Exchange exchange) throws IOException;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        service.serve(exchange);
    }
}
