package dev.realtime.examples;

import dev.realtime.Notifier;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;

/** Where the laboratory's pages ask for events, every few seconds; and what only the server can tell them. */
final class LaboratoryServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final int TOO_MANY_REQUESTS = 429;

    /** What this POST has and a page's GET has not. */
    private static final Set<String> OF_A_POST = Set.of("content-length", "content-type", "origin");

    private final transient Laboratory laboratory;

    LaboratoryServlet(Notifier notifier) {
        laboratory = new Laboratory(notifier);
    }

    /**
     * Takes the form fields {@code bench}, {@code rate} and {@code bytes}. Answers with the number of the newest event, the server's
     * time in milliseconds, and the size of the headers that the browser sends with a GET, which no page can see.
     */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long time = System.currentTimeMillis();
        response.setHeader("Cache-Control", "no-store");
        try {
            String bench = request.getParameter("bench");
            Laboratory.Wish wish =
                    new Laboratory.Wish(bench == null ? "" : bench, number(request, "rate"), number(request, "bytes"));
            String answer = "{\"newest\":%d,\"time\":%d,\"headers\":%d}"
                    .formatted(laboratory.ask(wish), time, headerBytes(request));
            response.setContentType("application/json");
            response.getWriter().write(answer);
        } catch (IllegalArgumentException e) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, e);
        } catch (Laboratory.FullException e) {
            refuse(response, TOO_MANY_REQUESTS, e);
        }
    }

    private static int number(HttpServletRequest request, String name) {
        String text = request.getParameter(name);
        if (text == null || !text.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(name + " must be a number of up to 6 digits");
        }
        return Integer.parseInt(text);
    }

    private static int headerBytes(HttpServletRequest request) {
        int bytes = 0;
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!OF_A_POST.contains(name.toLowerCase(Locale.ROOT))) {
                for (String value : Collections.list(request.getHeaders(name))) {
                    bytes += (name + ": " + value + "\r\n").length();
                }
            }
        }
        return bytes;
    }

    private static void refuse(HttpServletResponse response, int status, RuntimeException reason) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write(String.valueOf(reason.getMessage()));
    }
}
