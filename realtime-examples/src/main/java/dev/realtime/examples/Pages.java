package dev.realtime.examples;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demo's static files: from the WAR where it is one, else from the class path; the same on every container. With the query
 * {@code source}, as text to read.
 */
final class Pages extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml",
            "txt", "text/plain;charset=UTF-8");

    private static final String STOMP_JS = "/META-INF/resources/webjars/stomp__stompjs/7.2.1/";

    /** What others have made and published as webjars, by the names it has here; not every container serves webjars by itself. */
    private static final Map<String, String> WEBJARS = Map.of(
            "/stompjs.js", STOMP_JS + "bundles/stomp.umd.min.js",
            "/stompjs-license.txt", STOMP_JS + "LICENSE");

    private static final String SOURCE = "text/plain;charset=UTF-8";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath().equals("/") ? "/index.html" : request.getServletPath();
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        // Flat names only, so that no path can lead elsewhere.
        if (type == null || !path.matches("/[a-z0-9-]+\\.[a-z]+")) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try (InputStream file = open(path)) {
            if (file == null) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            response.setContentType("source".equals(request.getQueryString()) ? SOURCE : type);
            response.setHeader("Cache-Control", "no-cache");
            file.transferTo(response.getOutputStream());
        }
    }

    private @Nullable InputStream open(String path) {
        String ofOthers = WEBJARS.get(path);
        if (ofOthers != null) {
            return Pages.class.getResourceAsStream(ofOthers);
        }
        InputStream inWar = getServletContext().getResourceAsStream(path);
        return inWar != null ? inWar : Pages.class.getResourceAsStream("/webapp" + path);
    }
}
