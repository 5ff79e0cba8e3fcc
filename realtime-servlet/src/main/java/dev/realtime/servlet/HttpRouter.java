package dev.realtime.servlet;

import dev.realtime.Notifier;
import dev.realtime.RefusedException;
import dev.realtime.Scheduler;
import dev.realtime.event.Json;
import dev.realtime.event.LimitExceededException;
import dev.realtime.wire.BatchJson;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a request to its transport, and an error to its client. Safe for use by several threads. */
final class HttpRouter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRouter.class);

    private final Map<String, HttpTransport> transports = new LinkedHashMap<>();
    private final Notifier notifier;
    private final Origins origins;
    private final Connections connections;
    private final Scheduler.Scheduled closing;

    HttpRouter(RealtimeServletBuilder settings, Notifier notifier, ServletContext context) {
        this.notifier = notifier;
        this.origins = new Origins(settings.origins);
        Executor writer = settings.writer != null ? settings.writer : RealtimeServlet.writerFor(context, notifier);
        this.connections = new Connections(notifier, settings, writer);
        this.closing = notifier.onClose(connections::close); // the servlet may live longer
        BatchJson json = new BatchJson();
        add(new PollTransport(json));
        add(new LongPollTransport(json));
        add(new SseTransport(json));
        add(new PublishTransport(settings.maxPublishBytes, settings.maxPublishesPerSecond, notifier.ticker()));
        add(new ClientScript(context.getClassLoader()));
        ServiceLoader.load(HttpTransport.class).forEach(this::add);
        settings.transports.forEach(this::add);
    }

    private void add(HttpTransport transport) {
        transports.put("/" + transport.path(), transport);
    }

    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (!Exchange.resume(request)) {
                serveFresh(request, response);
            }
        } catch (ProblemException problem) {
            write(problem, response);
        } catch (RuntimeException failure) {
            write(Exchange.problem(failure), response);
        }
    }

    private void serveFresh(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.setHeader("X-Content-Type-Options", "nosniff");
        String listedOrigin = origins.check(request); // first, so that its errors can be read by a page too
        if (listedOrigin != null) {
            share(listedOrigin, response);
        }
        HttpTransport transport = transports.get(String.valueOf(request.getPathInfo()));
        if (transport == null) {
            throw new ProblemException(404, "there is a transport at " + String.join(", ", transports.keySet()));
        }
        if (listedOrigin != null
                && request.getMethod().equals("OPTIONS")
                && request.getHeader("Access-Control-Request-Method") != null) {
            allowPreflight(transport, response);
            return;
        }
        if (!request.getMethod().equals(transport.method())) {
            throw new ProblemException(
                    405, transport.path() + " takes " + transport.method(), Map.of("Allow", transport.method()));
        }
        if (!request.isAsyncSupported()) {
            LOG.error("async-supported must be true for the RealtimeServlet and for every filter before it");
            throw new ProblemException(500, "the server is not set up for asynchronous requests");
        }
        Exchange exchange = new Exchange(request, response, transport, connections, notifier);
        try {
            transport.serve(exchange);
        } catch (ProblemException problem) {
            if (problem.getCause() instanceof LimitExceededException rule) {
                notifier.tellOfLimit(exchange.client(), RefusedException.badRequest("", rule));
            }
            throw problem;
        }
    }

    private static void share(String origin, HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Allow-Credentials", "true");
        response.setHeader("Access-Control-Expose-Headers", "ETag, Retry-After");
        response.setHeader("Vary", "Origin");
    }

    private static void allowPreflight(HttpTransport transport, HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", transport.method());
        response.setHeader(
                "Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Prefer");
        response.setHeader("Access-Control-Max-Age", "600");
        response.setStatus(204);
    }

    private static void write(ProblemException problem, HttpServletResponse response) throws IOException {
        String title = title(problem.status());
        byte[] body = ("{\"type\":\"about:blank\"," + (title == null ? "" : "\"title\":\"" + title + "\",")
                        + "\"status\":" + problem.status() + ",\"detail\":" + Json.of(problem.getMessage()) + "}")
                .getBytes(StandardCharsets.UTF_8);
        problem.headers().forEach(response::setHeader);
        response.setStatus(problem.status());
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static @Nullable String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> null;
        };
    }

    void close() {
        closing.cancel();
        connections.close();
    }
}
