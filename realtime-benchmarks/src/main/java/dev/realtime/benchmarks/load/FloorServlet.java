package dev.realtime.benchmarks.load;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Server-Sent Events on the bare Servlet API: one write and one flush for a message, when the output is ready. The lock
 * that every callback takes is not ours to leave out: without it Tomcat cuts other clients' streams.
 */
final class FloorServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Floor floor;

    FloorServlet(Floor floor) {
        this.floor = floor;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Floor.sameHeaders(response);
        response.setHeader("X-Accel-Buffering", "no");
        response.setContentType("text/event-stream");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        response.flushBuffer();
        Stream stream = new Stream(context, response.getOutputStream());
        context.addListener(stream);
        stream.out.setWriteListener(stream);
        if (Message.HISTORY.equals(request.getParameter("topic"))) {
            floor.replay(stream);
            return;
        }
        floor.add(stream);
        stream.send(Floor.GREETING, "");
    }

    private final class Stream implements WriteListener, AsyncListener, Floor.Receiver {
        private final AsyncContext context;
        private final ServletOutputStream out;
        private final Deque<byte[]> waiting = new ArrayDeque<>();
        private boolean unflushed;
        private boolean dead;

        Stream(AsyncContext context, ServletOutputStream out) {
            this.context = context;
            this.out = out;
        }

        @Override
        public synchronized void send(byte[] block, String batch) {
            waiting.add(block);
            drain();
        }

        @Override
        public synchronized void onWritePossible() {
            drain();
        }

        @Override
        public synchronized void onError(Throwable failure) {
            end();
        }

        @Override
        public synchronized void onError(AsyncEvent event) {
            end();
        }

        @Override
        public synchronized void onTimeout(AsyncEvent event) {
            end();
        }

        @Override
        public synchronized void onComplete(AsyncEvent event) {
            dead = true;
            floor.remove(this);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        private void drain() {
            try {
                while (!dead && (unflushed || !waiting.isEmpty()) && out.isReady()) {
                    if (waiting.isEmpty()) {
                        unflushed = false;
                        out.flush();
                    } else {
                        out.write(waiting.remove());
                        unflushed = true;
                    }
                }
            } catch (IOException | IllegalStateException gone) {
                end();
            }
        }

        private void end() {
            if (!dead) {
                dead = true;
                floor.remove(this);
                try {
                    context.complete();
                } catch (IllegalStateException byTheContainer) {
                    waiting.clear(); // some complete by themselves once a write has failed
                }
            }
        }
    }
}
