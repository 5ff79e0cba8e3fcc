package dev.realtime.examples.servers;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What a container does by itself, without the library: asynchronous responses by name, which are kept when they are over.
 * {@code GET ?do=open&name=a} is answered by such a response; the other commands do something with one and tell what came of it.
 */
public final class BareResponses extends HttpServlet {
    static final String PATH = "/bare";

    private static final long serialVersionUID = 1;
    private static final byte[] PIECE = new byte[64 << 10];
    private static final long PATIENCE_MILLIS = 1_000;

    private final transient Map<String, Kept> responses = new ConcurrentHashMap<>();

    static void addTo(ServletContext context) {
        ServletRegistration.Dynamic servlet = context.addServlet("bare", new BareResponses());
        servlet.setAsyncSupported(true);
        servlet.addMapping(PATH);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        if (request.getParameter("do").equals("open")) {
            Kept kept = new Kept(request, response);
            responses.put(name, kept);
            kept.begin(response); // from here on others may ask for it
            return;
        }
        String told = switch (request.getParameter("do")) {
            case "write" -> responses.get(name).write(request.getParameter("text"));
            case "complete" -> responses.get(name).complete();
            case "flood" -> responses.get(name).flood();
            case "told" -> responses.get(name).told;
            case "socket" -> BareSocket.told();
            default -> throw new IllegalArgumentException(request.getQueryString());
        };
        response.setContentType("text/plain");
        response.getWriter().print(told);
    }

    private static final class Kept implements WriteListener {
        private final AsyncContext context;
        private ServletOutputStream out;
        private boolean flooding;
        private volatile long lastTaken = System.nanoTime();
        private volatile String told = "nothing";

        Kept(HttpServletRequest request, HttpServletResponse response) {
            context = request.startAsync();
            context.setTimeout(Long.parseLong(request.getParameter("timeout")));
            response.setContentType("text/plain");
        }

        synchronized void begin(HttpServletResponse response) throws IOException {
            response.flushBuffer();
            out = response.getOutputStream(); // after that: Open Liberty would swallow the flush
            out.setWriteListener(this);
        }

        /** Writes and flushes as one should, or as far as the container lets one. */
        synchronized String write(String text) {
            try {
                if (!becomesReady()) {
                    return "not ready";
                }
                out.write(text.getBytes(StandardCharsets.US_ASCII));
                if (out.isReady()) {
                    out.flush();
                }
                return "silence";
            } catch (IOException | RuntimeException e) {
                return e.getClass().getSimpleName();
            }
        }

        /** A client may have the head of a response before the container has said that its body can be written. */
        private boolean becomesReady() {
            long begun = System.nanoTime();
            boolean ready = out.isReady();
            for (long left = PATIENCE_MILLIS; !ready && left > 0; left = PATIENCE_MILLIS - millisSince(begun)) {
                try {
                    wait(left); // for onWritePossible, which never comes once a response is over
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
                ready = out.isReady();
            }
            return ready;
        }

        private static long millisSince(long nanos) {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
        }

        synchronized String complete() {
            try {
                context.complete();
                return "silence";
            } catch (RuntimeException e) {
                return e.getClass().getSimpleName();
            }
        }

        /** Writes from here on, whenever it can be written; on a thread of its own, since Open Liberty blocks it. */
        String flood() {
            Thread flood = new Thread(this::fill, "flood");
            flood.setDaemon(true);
            flood.start();
            return "begun";
        }

        private synchronized void fill() {
            flooding = true;
            lastTaken = System.nanoTime();
            push();
        }

        private void push() {
            try {
                while (flooding && out.isReady()) {
                    out.write(PIECE);
                    lastTaken = System.nanoTime();
                }
            } catch (IOException | RuntimeException e) {
                over(e);
            }
        }

        private void over(Throwable failure) {
            told = failure.getClass().getSimpleName() + " after " + Math.round((System.nanoTime() - lastTaken) / 1e9)
                    + " s";
        }

        @Override
        public synchronized void onWritePossible() {
            notifyAll();
            push();
        }

        @Override
        public void onError(Throwable failure) { // perhaps while a write that is blocked holds the lock
            over(failure);
        }
    }
}
