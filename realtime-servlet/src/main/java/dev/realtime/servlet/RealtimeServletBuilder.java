package dev.realtime.servlet;

import dev.realtime.Notifier;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link RealtimeServlet}. For one thread at a time. */
public final class RealtimeServletBuilder {
    final Set<String> origins = new LinkedHashSet<>();
    final List<HttpTransport> transports = new ArrayList<>();

    @Nullable
    Notifier notifier;

    @Nullable
    Executor writer;

    Function<HttpServletRequest, @Nullable String> principal = RealtimeServletBuilder::login;
    Duration heartbeat = Duration.ofSeconds(15);
    Duration stall = Duration.ofSeconds(30);
    Duration maxAge = Duration.ofMinutes(15);
    Duration retry = Duration.ofSeconds(2);
    int streamBufferSize; // 0 where it is not set
    int maxPublishBytes = 64 << 10;
    int maxPublishesPerSecond = 1_000;

    RealtimeServletBuilder() {}

    private static @Nullable String login(HttpServletRequest request) {
        Principal user = request.getUserPrincipal();
        return user == null ? null : user.getName();
    }

    /** Whose events are served; default the servlet context's attribute {@code dev.realtime.Notifier}. */
    public RealtimeServletBuilder notifier(Notifier source) {
        this.notifier = source;
        return this;
    }

    /** A transport of the application's own, beside or instead of a standard one with the same path. */
    public RealtimeServletBuilder transport(HttpTransport transport) {
        transports.add(transport);
        return this;
    }

    /**
     * Lets pages of another origin call, with credentials, as a browser writes it: {@code https://app.example}, with the
     * port if it is not the scheme's own. Default none.
     *
     * @throws IllegalArgumentException for what no browser writes, and which would therefore never match
     */
    public RealtimeServletBuilder allowOrigin(String origin) {
        origins.add(Origins.requireOrigin(origin));
        return this;
    }

    /** Who the client is logged in as, or null for nobody; default the request's user principal. */
    public RealtimeServletBuilder principal(Function<HttpServletRequest, @Nullable String> login) {
        this.principal = login;
        return this;
    }

    /** How long a stream may be silent before a heartbeat; default 15 s. */
    public RealtimeServletBuilder heartbeat(Duration silence) {
        this.heartbeat = positive("heartbeat", silence);
        return this;
    }

    /** How long a write may be in flight without the client taking any of it; default 30 s. */
    public RealtimeServletBuilder stall(Duration withoutProgress) {
        this.stall = positive("stall", withoutProgress);
        return this;
    }

    /** How long a stream lasts, give or take a fifth, until its client has to come back; default 15 min. */
    public RealtimeServletBuilder maxAge(Duration age) {
        this.maxAge = positive("maxAge", age);
        return this;
    }

    /** After how long a client whose stream ended comes back; up to half as long is added at random. Default 2 s. */
    public RealtimeServletBuilder retry(Duration delay) {
        this.retry = positive("retry", delay);
        return this;
    }

    /**
     * How many bytes of a stream its container buffers; default 4 KiB, or the container's own where a stream begins with a replay. Jetty writes no
     * more than that at once: an event of 16 KiB costs about two and a half times as much CPU time with 4 KiB as with 32. The others gain
     * nothing. All keep the memory for as long as a stream lasts, or longer.
     *
     * @throws IllegalArgumentException for less than 4,096
     */
    public RealtimeServletBuilder streamBufferSize(int bytes) {
        if (bytes < AsyncOutput.BUFFERED) {
            throw new IllegalArgumentException(
                    "streamBufferSize must be " + AsyncOutput.BUFFERED + " or more: " + bytes);
        }
        this.streamBufferSize = bytes;
        return this;
    }

    /** The most bytes that a client may publish at once; default 64 KiB. */
    public RealtimeServletBuilder maxPublishBytes(int bytes) {
        this.maxPublishBytes = positive("maxPublishBytes", bytes);
        return this;
    }

    /**
     * The most events a second that one login publishes by POST, or one remote address of those who are not logged in; those of a
     * second may come at once. Default 1,000.
     */
    public RealtimeServletBuilder maxPublishesPerSecond(int events) {
        this.maxPublishesPerSecond = positive("maxPublishesPerSecond", events);
        return this;
    }

    /**
     * Where writes to clients are made; default the waking thread itself on containers that were seen never to block it
     * (Tomcat, Jetty, Undertow), and {@link Notifier#replaying} for streams that begin with a replay; the notifier's executor on others.
     */
    public RealtimeServletBuilder writer(Executor executor) {
        this.writer = executor;
        return this;
    }

    public RealtimeServlet build() {
        return new RealtimeServlet(this);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more: " + value);
        }
        return value;
    }

    private static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + duration);
        }
        return duration;
    }
}
