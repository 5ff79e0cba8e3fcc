package dev.realtime.examples;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.log.EventLog;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.log.Retention;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The whole application: everything it needs is put together here, when it starts, and taken apart when it stops. */
@WebListener
public final class DemoApplication implements ServletContextListener {
    /** The rooms of the chat whose visitors are told who else is there. */
    static final List<String> ROOMS = List.of("lobby", "workshop", "garden");

    private static final Duration UNTIL_REPLACED = Duration.ofDays(36_500);

    private final @Nullable EventLog shared;
    private @Nullable Notifier notifier;

    /** With a log of its own, in memory. */
    public DemoApplication() {
        this.shared = null;
    }

    /** One of several with this log, whose owner closes it afterwards. */
    public DemoApplication(EventLog shared) {
        this.shared = shared;
    }

    /**
     * What clients may do. A user's own topics are theirs alone to read, and what nodes tell each other is theirs; everything else is
     * everyone's.
     *
     * <p>Who speaks is the last segment of the topic, and the rules let nobody but its owner publish there: the author of an
     * event is as sure as the login, without a servlet that stamps it. Only the lobby takes what nobody has signed.
     */
    static Access access() {
        return Access.rules()
                .allowSubscribe("user/{principal}/**")
                .denySubscribe("user/**")
                .denySubscribe("nodes/**")
                .allowSubscribe("**")
                .allowPublish("chat/*/{principal}", "user/*/from/{principal}", "cursors/{principal}")
                .allowPublish("chat/lobby");
    }

    /** What is kept: of a value the latest, of what people say to each other a day. */
    static void keep(BiConsumer<String, Retention> retention) {
        retention.accept("presence/*", Retention.latestOnly(UNTIL_REPLACED));
        retention.accept("market/*", Retention.latestOnly(UNTIL_REPLACED));
        retention.accept("nodes/*", Retention.latestOnly(Nodes.GONE));
        retention.accept("cursors/*", Retention.latestOnly(Duration.ofSeconds(10)));
        retention.accept("chat/**", Retention.DEFAULT.withMaxAge(Duration.ofDays(1)));
        retention.accept("user/**", Retention.DEFAULT.withMaxAge(Duration.ofDays(1)));
    }

    static InMemoryEventLog log() {
        InMemoryEventLogBuilder log = InMemoryEventLog.builder();
        keep(log::retention);
        return log.build();
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Presence presence = new Presence(ROOMS);
        notifier = Notifier.builder()
                .log(shared == null ? log() : shared)
                .access(access())
                .listener(presence)
                .build();
        RealtimeWebSocket.addTo(RealtimeServlet.builder(), notifier, context)
                .principal(Login::nameOf)
                .transport(new NdjsonTransport())
                .build()
                .register(context, "/realtime");
        context.addServlet("login", new Login()).addMapping("/login");
        context.addServlet("lab", new LaboratoryServlet(notifier)).addMapping("/lab");
        context.addServlet("pages", new Pages()).addMapping("/");
        Nodes nodes = shared == null ? Nodes.alone(notifier) : Nodes.sharing(notifier);
        PriceTicker.start(notifier, nodes::leads);
        Market.open(notifier, nodes::leads, new Random());
        Mentions.follow(notifier);
        presence.start(notifier, nodes);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (notifier != null) {
            notifier.close(); // several containers leave open streams open for ever
        }
    }
}
