package dev.realtime.servlet;

import dev.realtime.Notifier;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The servlet that serves every HTTP transport under its mapping, such as {@code /realtime/*}. It and all filters before
 * it must support asynchronous processing.
 *
 * <p>Three ways to register it:
 *
 * <ul>
 *   <li>in code, from a {@code ServletContextListener}: {@code new RealtimeServlet(notifier).register(context, "/realtime")};
 *   <li>in {@code web.xml}, with {@code async-supported}; it then takes the notifier from the servlet context's attribute
 *       {@value #NOTIFIER};
 *   <li>as a subclass annotated with {@code @WebServlet(urlPatterns = "/realtime/*", asyncSupported = true)}, which may
 *       override {@link #configure}.
 * </ul>
 */
public class RealtimeServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** The attribute of the servlet context in which a servlet without a notifier looks for one. */
    public static final String NOTIFIER = "dev.realtime.Notifier";

    /** The writer of a container that never blocks it: the thread that wakes. */
    private static final Executor AT_ONCE = Runnable::run;

    private final transient RealtimeServletBuilder settings;
    private transient @Nullable HttpRouter router;

    /** For {@code web.xml} and subclasses: settings come from {@link #configure} and the servlet context. */
    public RealtimeServlet() {
        this(builder());
    }

    /** Serves this notifier, with every default. */
    public RealtimeServlet(Notifier notifier) {
        this(builder().notifier(notifier));
    }

    RealtimeServlet(RealtimeServletBuilder settings) {
        this.settings = settings;
    }

    public static RealtimeServletBuilder builder() {
        return new RealtimeServletBuilder();
    }

    /**
     * Where writes to clients are made on this container: the waking thread itself where it was seen never to block that, else
     * the notifier's executor.
     */
    public static Executor writerFor(ServletContext context, Notifier notifier) {
        String server = context.getServerInfo();
        boolean neverBlocks =
                server.startsWith("Apache Tomcat/") || server.startsWith("jetty/") || server.startsWith("Undertow");
        return neverBlocks ? AT_ONCE : notifier.executor();
    }

    /**
     * Where replays take their turns ({@link Notifier#replaying}), given where other writes are made; null where a write may wait
     * for its client, and so would hold up the others.
     *
     * @param writer by {@link #writerFor}
     */
    public static @Nullable Executor replayerFor(Executor writer, Notifier notifier) {
        return writer == AT_ONCE ? notifier.replaying() : null;
    }

    /** Completes the settings when the container starts the servlet; does nothing by default. */
    protected void configure(RealtimeServletBuilder builder) {}

    /**
     * Adds this servlet to an application that is starting, under a path such as {@code /realtime}; the empty path is
     * the whole application.
     *
     * @throws IllegalStateException where its name or its path is another servlet's
     */
    public ServletRegistration.Dynamic register(ServletContext context, String path) {
        if (!path.matches("(/[^/*]+)*")) {
            throw new IllegalArgumentException("path must begin with '/' and end without, such as /realtime: " + path);
        }
        ServletRegistration.Dynamic registration = context.addServlet("realtime", this);
        if (registration == null) {
            throw new IllegalStateException("the application has a servlet named 'realtime' already");
        }
        registration.setAsyncSupported(true);
        if (!registration.addMapping(path + "/*").isEmpty()) {
            throw new IllegalStateException("another servlet of the application is mapped to '" + path + "/*' already");
        }
        return registration;
    }

    @Override
    public void init() throws ServletException {
        if (settings.notifier == null && getServletContext().getAttribute(NOTIFIER) instanceof Notifier present) {
            settings.notifier(present);
        }
        configure(settings);
        if (settings.notifier == null) {
            throw new ServletException("a RealtimeServlet needs a notifier: set the servlet context's attribute "
                    + NOTIFIER + " before it starts, or override configure");
        }
        router = new HttpRouter(settings, settings.notifier, getServletContext());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (router == null) {
            throw new IllegalStateException("the servlet has not been started");
        }
        router.serve(request, response);
    }

    @Override
    public void destroy() {
        if (router != null) {
            router.close();
        }
    }
}
