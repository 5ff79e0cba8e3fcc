package dev.realtime.examples.readme;

import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.servlet.RealtimeServletBuilder;
import jakarta.servlet.annotation.WebServlet;
import java.time.Duration;

@WebServlet(urlPatterns = "/realtime/*", asyncSupported = true)
public class AppRealtimeServlet extends RealtimeServlet {
    @Override
    protected void configure(RealtimeServletBuilder settings) {
        settings.allowOrigin("https://app.example").heartbeat(Duration.ofSeconds(20));
    }
}
