package dev.realtime.examples.servers;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The application that is put on a server: every transport, where anyone may do anything, and a test's commands. */
@WebListener
public class ProbeApplication implements ServletContextListener {
    static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private Notifier notifier;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        notifier = Notifier.builder()
                .access(Access.rules().allowSubscribe("**").allowPublish("**"))
                .build();
        event.getServletContext().addServlet("control", new Control(notifier)).addMapping("/control");
        BareApplication.addTo(event.getServletContext());
        // The WAR is deployed as /realtime, so that the addresses are those of every other test.
        RealtimeWebSocket.addTo(RealtimeServlet.builder(), notifier, event.getServletContext())
                .heartbeat(HEARTBEAT)
                .build()
                .register(event.getServletContext(), "");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        notifier.close();
    }

    /** {@code GET /control?do=subscriptions} and the like; answers with a number. */
    private static final class Control extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient Notifier notifier;

        Control(Notifier notifier) {
            this.notifier = notifier;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            long answer = switch (request.getParameter("do")) {
                case "subscriptions" -> notifier.subscriptionCount();
                case "publish" -> publish(request);
                case "fill" -> fill(request);
                case "heap" -> heap();
                case "direct" -> direct();
                case "close" -> close();
                default -> throw new IllegalArgumentException(request.getQueryString());
            };
            response.setContentType("text/plain");
            response.getWriter().print(answer);
        }

        /** Publishes the numbers from one up to another, which is not among them. */
        private long publish(HttpServletRequest request) {
            int to = Integer.parseInt(request.getParameter("to"));
            for (int i = Integer.parseInt(request.getParameter("from")); i < to; i++) {
                notifier.publish(request.getParameter("topic"), i);
            }
            return to;
        }

        /** Publishes so many events of 32 KiB. */
        private long fill(HttpServletRequest request) {
            int count = Integer.parseInt(request.getParameter("count"));
            String data = "x".repeat(32 << 10);
            for (int i = 0; i < count; i++) {
                notifier.publish(request.getParameter("topic"), data);
            }
            return count;
        }

        private long close() {
            notifier.close();
            return 0;
        }

        private static long heap() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }

        private static long direct() {
            return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
        }
    }
}
