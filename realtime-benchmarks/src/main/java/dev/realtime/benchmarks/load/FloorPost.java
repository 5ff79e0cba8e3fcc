package dev.realtime.benchmarks.load;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Takes a body and answers as many bytes as ours does, on the bare Servlet API. */
final class FloorPost extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final byte[] ANSWER =
            "{\"cursor\":\"0000000000000000-0-00000000\"}".getBytes(StandardCharsets.US_ASCII);

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getInputStream().readAllBytes().length == 0) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        Floor.sameHeaders(response);
        response.setStatus(HttpServletResponse.SC_CREATED);
        response.setContentType("application/json");
        response.setContentLength(ANSWER.length);
        response.getOutputStream().write(ANSWER);
    }
}
