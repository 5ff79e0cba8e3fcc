package dev.realtime.benchmarks.load;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.log.Position;
import dev.realtime.wire.BatchJson;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Long polling on the bare Servlet API: whoever has not got the newest message is answered at once, the others when the next comes. An
 * answer is encoded once for all who need the same.
 */
final class FloorPolls extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final long WAIT_MILLIS = 55_000;
    private static final int KEPT = 1_024;
    private static final String CURSOR = "floor-";

    private final transient BatchJson json = new BatchJson();

    // Under the lock of this object.
    private final transient List<Event> newest = new ArrayList<>();
    private transient List<AsyncContext> waiting = new ArrayList<>();
    private long count;
    private long encodedFrom = -1;
    private long encodedTo;
    private transient byte[] encoded = {};

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Floor.sameHeaders(response);
        String cursor = request.getParameter("cursor");
        byte[] answer;
        synchronized (this) {
            long from = cursor == null ? count : Long.parseLong(cursor.substring(CURSOR.length()));
            if (from == count && !"0".equals(request.getParameter("wait"))) {
                AsyncContext context = request.startAsync();
                context.setTimeout(WAIT_MILLIS);
                waiting.add(context);
                return;
            }
            answer = answer(from);
        }
        write(response, answer);
    }

    void publish(Event event) {
        List<AsyncContext> answered;
        byte[] answer;
        synchronized (this) {
            newest.add(event);
            if (newest.size() > KEPT) {
                newest.remove(0);
            }
            count++;
            if (waiting.isEmpty()) {
                return;
            }
            answered = waiting;
            waiting = new ArrayList<>();
            answer = answer(count - 1);
        }
        for (AsyncContext context : answered) {
            try {
                write(context.getResponse(), answer);
                context.complete();
            } catch (IOException | IllegalStateException gone) {
                getServletContext().log("a client has gone", gone);
            }
        }
    }

    private byte[] answer(long from) {
        if (from != encodedFrom || count != encodedTo) {
            List<Event> events = List.copyOf(newest.subList(newest.size() - (int) (count - from), newest.size()));
            String batch = json.text(new Batch(events, null, new Position(new Cursor(1, 0, count), 0)));
            encoded = batch.replaceFirst("\"cursor\":\"[^\"]*\"", "\"cursor\":\"" + CURSOR + count + "\"")
                    .getBytes(StandardCharsets.UTF_8);
            encodedFrom = from;
            encodedTo = count;
        }
        return encoded;
    }

    private static void write(ServletResponse response, byte[] answer) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }
}
