package dev.realtime.examples;

import dev.realtime.event.Topic;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A login by name alone, kept in the HTTP session: whoever says a name is believed. It stands for the application's own
 * login; passwords are not what this demo is about.
 */
final class Login extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String NAME = "name";

    /** Who this request's session is logged in as, or null for nobody. */
    static @Nullable String nameOf(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : (String) session.getAttribute(NAME);
    }

    /** Answers with the name that is logged in, or with nothing. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = nameOf(request);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(name == null ? "" : name);
    }

    /** Logs in as the form's {@code name}; an empty one logs out. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding("UTF-8");
        String name = request.getParameter(NAME);
        HttpSession old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        if (name != null && !name.isEmpty()) {
            if (!isSegment(name)) {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST, "name must be one segment of a topic");
                return;
            }
            request.getSession(true).setAttribute(NAME, name);
        }
        response.sendRedirect("./");
    }

    private static boolean isSegment(String name) {
        try {
            return name.indexOf('/') < 0
                    && new Topic("user/" + name + "/inbox").name().length() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
