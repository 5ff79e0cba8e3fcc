package dev.realtime.servlet;

import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.RefusedException;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One request to a transport, and the ways to answer it. For one thread at a time. */
public final class Exchange {
    private static final String RESUMED = Exchange.class.getName() + ".resumed";

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final HttpTransport transport;
    private final Connections connections;
    private final Notifier notifier;
    private @Nullable QueryString query;
    private @Nullable Client client;

    /** What goes on with a value on the container's thread. */
    @FunctionalInterface
    public interface Continuation<T extends @Nullable Object> {
        void accept(T value) throws IOException;
    }

    @FunctionalInterface
    private interface Resumption {
        void run() throws IOException;
    }

    Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpTransport transport,
            Connections connections,
            Notifier notifier) {
        this.request = request;
        this.response = response;
        this.transport = transport;
        this.connections = connections;
        this.notifier = notifier;
    }

    public HttpServletRequest request() {
        return request;
    }

    public HttpServletResponse response() {
        return response;
    }

    public Notifier notifier() {
        return notifier;
    }

    /** Who calls, for the access hook; the same for all of this request. */
    public Client client() {
        if (client == null) {
            client = newClient();
        }
        return client;
    }

    private Client newClient() {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        return new Client(
                connections.settings().principal.apply(request), request.getRemoteAddr(), headers, transport.path());
    }

    /**
     * The one value of a parameter of the query, or null where it is absent.
     *
     * @throws ProblemException 400 where it is given twice, or the query is malformed
     */
    public @Nullable String parameter(String name) {
        return query().one(name);
    }

    /**
     * The parameters of the query.
     *
     * @throws ProblemException 400 where it is malformed
     */
    public QueryString query() {
        if (query == null) {
            query = QueryString.parse(request.getQueryString());
        }
        return query;
    }

    /**
     * Lets only clients pass that take an answer of this media type.
     *
     * @throws ProblemException 406 for others
     */
    public void requireAccepts(String mediaType) {
        if (!MediaTypes.accepts(request.getHeaders("Accept"), mediaType)) {
            throw new ProblemException(406, "header 'Accept' must allow " + mediaType);
        }
    }

    /**
     * What the usual parameters {@code topic}, {@code cursor} and {@code replay} ask for.
     *
     * @throws ProblemException 400, naming the parameter and what is accepted
     */
    public SubscriptionRequest subscriptionRequest() {
        return subscriptionRequest(null);
    }

    SubscriptionRequest subscriptionRequest(@Nullable Cursor resume) {
        return SubscribeParameters.parse(query(), resume);
    }

    /** Subscribes for this client, if the access hook lets it, and goes on on a thread of this request. */
    public void subscribe(SubscriptionRequest wanted, Continuation<Subscription> next) throws IOException {
        whenDone(notifier.subscribeFor(client(), wanted), subscription -> {
            try {
                next.accept(subscription);
            } catch (IOException | RuntimeException | Error e) {
                subscription.close(reason(e));
                throw e;
            }
        });
    }

    /** What it means to a subscription that its response failed so. */
    static CloseReason reason(Throwable failure) {
        return failure instanceof IOException ? CloseReason.CLIENT_GONE : CloseReason.FAILED;
    }

    /** Answers with a stream of this subscription in this format, and lets go of the thread. */
    public void stream(Subscription subscription, StreamFormat format) throws IOException {
        response.setStatus(200);
        response.setContentType(format.contentType());
        response.setHeader("X-Accel-Buffering", "no"); // nginx would hold back the first events
        new StreamConnection(connections, subscription, format).open(request, response);
    }

    Connections connections() {
        return connections;
    }

    /**
     * Goes on with the stage's value on a container's thread of this request, where a status can be set on every
     * container: at once where it is there, else when it has come. No thread waits. A stage that fails ends the request
     * with the problem that its failure is.
     */
    public <T extends @Nullable Object> void whenDone(CompletionStage<T> stage, Continuation<T> next)
            throws IOException {
        var future = stage.toCompletableFuture();
        Resumption resumption = () -> {
            T value;
            try {
                value = future.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
            next.accept(value);
        };
        if (future.isDone()) {
            resumption.run();
            return;
        }
        request.setAttribute(RESUMED, resumption);
        AsyncContext context = request.startAsync();
        context.setTimeout(0); // the stages have their own
        stage.whenComplete((value, failure) -> dispatch(context, value));
    }

    private static void dispatch(AsyncContext context, @Nullable Object value) {
        try {
            context.dispatch();
        } catch (IllegalStateException clientGone) {
            // The container has ended the request meanwhile; there is nobody left to answer.
            if (value instanceof Subscription subscription) {
                subscription.close(CloseReason.CLIENT_GONE);
            }
        }
    }

    /** Carries on where {@link #whenDone} left off, if this is such a return; false for a fresh request. */
    static boolean resume(HttpServletRequest request) throws IOException {
        if (request.getAttribute(RESUMED) instanceof Resumption resumption) {
            request.removeAttribute(RESUMED);
            resumption.run();
            return true;
        }
        return false;
    }

    static ProblemException problem(RuntimeException failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof RefusedException refused) {
            return ProblemException.of(refused);
        }
        throw failure;
    }
}
