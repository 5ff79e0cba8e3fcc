package dev.realtime;

import dev.realtime.log.EventLog;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.SharedEventLog;
import dev.realtime.log.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Collects the settings of a {@link Notifier}. For one thread at a time. */
public final class NotifierBuilder {
    private static final Duration MAX_LINGER = Duration.ofSeconds(1);

    EventLog log = InMemoryEventLog.create();
    PayloadCodec codec = PayloadCodec.JACKSON;
    Ticker ticker = Ticker.system();
    Duration linger = Duration.ZERO;
    int dispatchers = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    int maxPayloadBytes = 1 << 20;
    int maxTopics = 100;
    int maxSubscriptions = 100_000;
    int maxReplays = 1_000;
    Duration maxPublishWait = Duration.ofSeconds(10);
    private int maxConnections = 100_000;
    private int maxConnectionsPerPrincipal = 100;
    private int maxConnectionsPerAddress = Integer.MAX_VALUE;
    private int maxAccessCalls = 64;
    private int maxAccessCallsPerPrincipal = 16;
    private int maxAccessCallsPerAddress = 32;
    Access access = Access.denyAll();

    @Nullable
    NotifierListener listener;

    @Nullable
    Executor executor;

    @Nullable
    Scheduler scheduler;

    private boolean accessGiven;

    NotifierBuilder() {}

    /**
     * Where the events live; default a log in memory with its defaults. The notifier does not close it.
     *
     * @param eventLog one that is read in this process: an {@link InMemoryEventLog} or a {@link SharedEventLog}
     * @throws IllegalArgumentException where it is neither
     */
    public NotifierBuilder log(EventLog eventLog) {
        if (!(eventLog instanceof InMemoryEventLog || eventLog instanceof SharedEventLog)) {
            throw new IllegalArgumentException(
                    "log must be an InMemoryEventLog or a SharedEventLog, which a Mirror makes of" + " any other: "
                            + eventLog.getClass().getName());
        }
        this.log = eventLog;
        return this;
    }

    /**
     * How long publishing may wait for a {@link SharedEventLog}; default 10 seconds. Then it fails with a
     * {@link dev.realtime.log.LogUnavailableException}, and whether the event will be stored is unknown.
     */
    public NotifierBuilder maxPublishWait(Duration atMost) {
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException("maxPublishWait must be positive: " + atMost);
        }
        this.maxPublishWait = atMost;
        return this;
    }

    /** Who may do what; default nobody anything. */
    public NotifierBuilder access(Access hook) {
        this.access = hook;
        this.accessGiven = true;
        return this;
    }

    /** What makes JSON of payloads; default {@link PayloadCodec#JACKSON}. */
    public NotifierBuilder codec(PayloadCodec payloads) {
        this.codec = payloads;
        return this;
    }

    /** Who is told what happens; default nobody. */
    public NotifierBuilder listener(NotifierListener told) {
        this.listener = told;
        return this;
    }

    /**
     * Where listeners are called and slow writes are made; default threads of the notifier's own, virtual ones from
     * JDK 21 on, else at most 96, of which listeners have 32. Must be able to run many tasks at once: one may wait for a
     * slow client, and a listener that hangs holds one for ever.
     */
    public NotifierBuilder executor(Executor workers) {
        this.executor = workers;
        return this;
    }

    /** What runs things later; default a thread of the notifier's own. */
    public NotifierBuilder scheduler(Scheduler timer) {
        this.scheduler = timer;
        return this;
    }

    /** Where elapsed time comes from; default the machine's. A log has its own. */
    public NotifierBuilder ticker(Ticker source) {
        this.ticker = source;
        return this;
    }

    /** How many threads wake subscriptions; default one per core, at most 4. */
    public NotifierBuilder dispatchers(int threads) {
        this.dispatchers = positive("dispatchers", threads);
        return this;
    }

    /**
     * How long an event may wait to be written together with the next ones, at most 1 second; default zero. With many
     * events a second to each client, fewer and larger writes cost a fraction of many small ones.
     */
    public NotifierBuilder linger(Duration atMost) {
        if (atMost.isNegative() || atMost.compareTo(MAX_LINGER) > 0) {
            throw new IllegalArgumentException("linger must be zero to " + MAX_LINGER + ": " + atMost);
        }
        this.linger = atMost;
        return this;
    }

    /** The most bytes of JSON that an event may have; default 1 MiB. */
    public NotifierBuilder maxPayloadBytes(int bytes) {
        this.maxPayloadBytes = positive("maxPayloadBytes", bytes);
        return this;
    }

    /** The most topic filters of one subscription; default 100. */
    public NotifierBuilder maxTopics(int filters) {
        this.maxTopics = positive("maxTopics", filters);
        return this;
    }

    /** The most subscriptions open at once; default 100,000. */
    public NotifierBuilder maxSubscriptions(int subscriptions) {
        this.maxSubscriptions = positive("maxSubscriptions", subscriptions);
        return this;
    }

    /**
     * The most replays of clients under way at once; default 1,000. A subscription that begins more than 256 events behind the head
     * is one until it has come to where the head was, for 30 seconds at most.
     */
    public NotifierBuilder maxReplays(int replays) {
        this.maxReplays = positive("maxReplays", replays);
        return this;
    }

    /** The most connections that clients have open at once; default 100,000. A request that waits or streams is one. */
    public NotifierBuilder maxConnections(int connections) {
        this.maxConnections = positive("maxConnections", connections);
        return this;
    }

    /** The most connections at once of one login; default 100. */
    public NotifierBuilder maxConnectionsPerPrincipal(int connections) {
        this.maxConnectionsPerPrincipal = positive("maxConnectionsPerPrincipal", connections);
        return this;
    }

    /**
     * The most connections at once from one remote address, of clients that are not logged in; default no limit, since
     * behind a proxy all may come from the proxy's address.
     */
    public NotifierBuilder maxConnectionsPerAddress(int connections) {
        this.maxConnectionsPerAddress = positive("maxConnectionsPerAddress", connections);
        return this;
    }

    /**
     * The most calls of the access hook that have not returned, before more are refused until later; default 64. A call over HTTP
     * holds a thread of the container: this leaves the others to others when the hook hangs. An answer that is yet to come
     * in its stage holds no thread and does not count.
     */
    public NotifierBuilder maxAccessCalls(int calls) {
        this.maxAccessCalls = positive("maxAccessCalls", calls);
        return this;
    }

    /** The most such calls for one login; default 16. */
    public NotifierBuilder maxAccessCallsPerPrincipal(int calls) {
        this.maxAccessCallsPerPrincipal = positive("maxAccessCallsPerPrincipal", calls);
        return this;
    }

    /** The most such calls for one remote address, of clients that are not logged in; default 32. */
    public NotifierBuilder maxAccessCallsPerAddress(int calls) {
        this.maxAccessCallsPerAddress = positive("maxAccessCallsPerAddress", calls);
        return this;
    }

    AccessGate gate(Scheduler timer) {
        Quota.Limits limits = new Quota.Limits(maxAccessCalls, maxAccessCallsPerPrincipal, maxAccessCallsPerAddress);
        RefusedException.Code later = RefusedException.Code.UNAVAILABLE;
        return new AccessGate(access, timer, new Quota("maxAccessCalls", "calls of the access hook", later, limits));
    }

    Quota.Limits connectionLimits() {
        return new Quota.Limits(maxConnections, maxConnectionsPerPrincipal, maxConnectionsPerAddress);
    }

    /** The notifier, running. */
    public Notifier build() {
        if (!accessGiven) {
            LoggerFactory.getLogger(Notifier.class)
                    .warn(
                            "No access hook is set, so every client is refused every topic; see Notifier.builder().access");
        }
        return Notifier.start(this);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more: " + value);
        }
        return value;
    }
}
