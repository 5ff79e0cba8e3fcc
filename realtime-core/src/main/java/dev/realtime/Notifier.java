package dev.realtime;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.EventLog;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: publishes events, and hands out subscriptions to them.
 *
 * <p>Code in this JVM is trusted and uses {@link #publish} and {@link #subscribe}; a transport that acts for a remote
 * client uses {@link #publishFor} and {@link #subscribeFor}, which ask the access hook. Safe for use by several threads.
 */
public final class Notifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final InMemoryEventLog log;
    private final AccessGate gate;
    private final PayloadCodec codec;
    private final NotifierListener listener;
    private final NotifierThreads threads;
    private final Ticker ticker;
    private final int maxPayloadBytes;
    private final int maxTopics;
    private final int maxSubscriptions;

    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private final AtomicInteger nextDispatcher = new AtomicInteger();
    private final AtomicInteger openCount = new AtomicInteger();
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
    private final EventLog.Following following;
    private final Set<Runnable> closing = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Notifier(NotifierBuilder builder) {
        this.log = builder.log;
        this.codec = builder.codec;
        this.listener = builder.listener;
        this.ticker = builder.ticker;
        this.threads = new NotifierThreads(builder.executor, builder.scheduler);
        this.maxPayloadBytes = builder.maxPayloadBytes;
        this.maxTopics = builder.maxTopics;
        this.maxSubscriptions = builder.maxSubscriptions;
        this.gate = new AccessGate(builder.access, threads.scheduler());
        for (int i = 0; i < builder.dispatchers; i++) {
            dispatchers.add(new Dispatcher("realtime-dispatcher-" + i, builder.linger));
        }
        this.following = log.follow(event -> {
            for (int i = 0; i < dispatchers.size(); i++) {
                dispatchers.get(i).appended(event.topic());
            }
        });
    }

    static Notifier start(NotifierBuilder builder) {
        Notifier notifier = new Notifier(builder);
        notifier.dispatchers.forEach(Dispatcher::start);
        notifier.sweepLater();
        return notifier;
    }

    /** A notifier with every default: a log in memory, and no access for any client. */
    public static Notifier create() {
        return builder().build();
    }

    public static NotifierBuilder builder() {
        return new NotifierBuilder();
    }

    // ---- publishing ----

    /**
     * Publishes an event of type {@code message}; returns once the log has it.
     *
     * @param payload anything the codec can write as JSON; a {@link Json} is taken as it is
     * @throws RefusedException where a limit is exceeded or the notifier is closed
     * @throws IllegalArgumentException where the topic or the payload breaks a rule
     */
    public Event publish(String topic, @Nullable Object payload) {
        requireOpen();
        if (topic.startsWith("$")) {
            throw reserved(topic);
        }
        Event event = log.appendNow(topic, Event.DEFAULT_TYPE, encode(payload));
        tellPublished(new Appended(event, false));
        return event;
    }

    /** As {@link #publish(String, Object)}, with a type and an idempotency key. */
    public Appended publish(Publication publication) {
        requireOpen();
        if (publication.topic().isReserved()) {
            throw reserved(publication.topic().name());
        }
        Appended appended = log.appendNow(publication.draft(encode(publication.data())));
        tellPublished(appended);
        return appended;
    }

    /** As {@link #publish(Publication)}, without waiting: the stage completes once the log has the event. */
    public CompletionStage<Appended> publishAsync(Publication publication) {
        try {
            return CompletableFuture.completedStage(publish(publication));
        } catch (RefusedException | IllegalArgumentException | IllegalStateException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Json encode(@Nullable Object payload) {
        Json data = payload instanceof Json json ? json : codec.encode(payload);
        if (data.length() > maxPayloadBytes) {
            throw new RefusedException(
                    RefusedException.Code.TOO_LARGE,
                    "payload must have at most " + maxPayloadBytes + " bytes: " + data.length());
        }
        return data;
    }

    private static IllegalArgumentException reserved(String topic) {
        return new IllegalArgumentException("topic must not begin with '$', which is reserved: " + topic);
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    /** As {@link #publishAsync}, if the access hook lets this client; else the stage fails with a {@link RefusedException}. */
    public CompletionStage<Appended> publishFor(Client client, Publication publication) {
        TopicFilter topic = TopicFilter.of(publication.topic());
        return requireAllowed(client, Action.PUBLISH, List.of(topic)).thenCompose(allowed -> publishAsync(publication));
    }

    // ---- subscribing ----

    /**
     * Begins a subscription for code in this JVM.
     *
     * @throws RefusedException where a limit is exceeded or the notifier is closed
     */
    public Subscription subscribe(SubscriptionRequest request) {
        return open(null, request);
    }

    /** Begins a subscription for a remote client, if the access hook lets it; else the stage fails with a {@link RefusedException}. */
    public CompletionStage<Subscription> subscribeFor(Client client, SubscriptionRequest request) {
        try {
            requireCount(request.topics());
        } catch (RefusedException e) {
            return CompletableFuture.failedStage(e);
        }
        return requireAllowed(client, Action.SUBSCRIBE, request.topics()).thenApply(allowed -> open(client, request));
    }

    /** Tells {@code told} of each event from now on, on the notifier's executor; closing the subscription ends it. */
    public Subscription subscribe(String topicFilter, EventListener told) {
        return subscribe(SubscriptionRequest.to(topicFilter), told);
    }

    /** As {@link #subscribe(String, EventListener)}, with several filters or another beginning. */
    public Subscription subscribe(SubscriptionRequest request, EventListener told) {
        Subscription subscription = subscribe(request);
        new ListenerLoop(subscription, told, threads.executor()).begin();
        return subscription;
    }

    /**
     * The events of a request as a reactive stream: each subscriber gets a subscription of its own. An item is a batch,
     * never an empty one, so that a gap has its place before the events that follow it.
     */
    public Flow.Publisher<Batch> publisher(SubscriptionRequest request) {
        return subscriber -> FlowLoop.begin(this, request, subscriber);
    }

    private Subscription open(@Nullable Client client, SubscriptionRequest request) {
        requireCount(request.topics());
        requireOpen();
        if (openCount.incrementAndGet() > maxSubscriptions) {
            openCount.decrementAndGet();
            throw new RefusedException(
                    RefusedException.Code.TOO_MANY,
                    "there are " + maxSubscriptions + " subscriptions, the most allowed");
        }
        int index = Math.floorMod(nextDispatcher.getAndIncrement(), dispatchers.size());
        Subscription subscription = new Subscription(
                this,
                log,
                dispatchers.get(index),
                client,
                request.topics(),
                log.locate(request.topics(), request.from()));
        open.add(subscription);
        tell(told -> told.subscribed(subscription));
        if (closed) { // by another thread, which may have missed this one
            subscription.close(CloseReason.DRAINING);
        }
        return subscription;
    }

    /** Asks the access hook; the stage fails with a {@link RefusedException} where it refuses any of the topics. */
    public CompletionStage<@Nullable Void> requireAllowed(Client client, Action action, List<TopicFilter> topics) {
        return gate.check(client, action, topics).<@Nullable Void>thenApply(refused -> {
            if (refused != null) {
                throw refuse(client, action, refused);
            }
            return null;
        });
    }

    void ended(Subscription subscription, CloseReason reason) {
        open.remove(subscription);
        openCount.decrementAndGet();
        tell(told -> told.closed(subscription, reason));
    }

    void requireCount(List<TopicFilter> topics) {
        if (topics.size() > maxTopics) {
            throw new RefusedException(
                    RefusedException.Code.BAD_REQUEST,
                    "a subscription must have at most " + maxTopics + " topic filters: " + topics.size());
        }
    }

    private RefusedException refuse(Client client, Action action, TopicFilter topics) {
        tell(told -> told.refused(client, action, topics));
        String verb = action == Action.PUBLISH ? "publish to " : "subscribe to ";
        return new RefusedException(RefusedException.Code.FORBIDDEN, "not allowed to " + verb + topics);
    }

    private static RefusedException closedException() {
        return new RefusedException(RefusedException.Code.UNAVAILABLE, "shutting down");
    }

    // ---- what transports share ----

    /** The place after the newest event. */
    public Cursor head() {
        return log.head();
    }

    /** How many subscriptions are open. */
    public int subscriptionCount() {
        return openCount.get();
    }

    /** Runs {@code action} when the notifier closes, at once where it has: for a transport to let go of what it holds. */
    public Scheduler.Scheduled onClose(Runnable action) {
        closing.add(action);
        if (closed && closing.remove(action)) {
            action.run();
        }
        return () -> closing.remove(action);
    }

    /** Where work runs that may take a while, such as writing to a client. */
    public Executor executor() {
        return threads.executor();
    }

    public Scheduler scheduler() {
        return threads.scheduler();
    }

    public Ticker ticker() {
        return ticker;
    }

    /** As {@link #tell}, for what is told often. */
    private void tellPublished(Appended appended) {
        try {
            listener.published(appended);
        } catch (RuntimeException | Error e) {
            warn(e);
        }
    }

    /** As {@link #tell}, for what is told often. */
    void tellDelivered(Subscription subscription, Batch batch) {
        try {
            listener.delivered(subscription, batch);
        } catch (RuntimeException | Error e) {
            warn(e);
        }
    }

    void tell(Consumer<NotifierListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException | Error e) {
            warn(e);
        }
    }

    private static void warn(Throwable e) {
        LOG.warn("The notifier's listener failed", e);
    }

    private void sweepLater() {
        threads.scheduler()
                .schedule(
                        () -> {
                            if (!closed) {
                                log.sweep();
                                sweepLater();
                            }
                        },
                        SWEEP);
    }

    /**
     * Ends every subscription, so that each transport lets its client go with its cursor, refuses new ones, and stops
     * the notifier's threads. The log stays open.
     */
    @Override
    public void close() {
        closed = true;
        open.forEach(subscription -> subscription.close(CloseReason.DRAINING));
        for (Runnable action : List.copyOf(closing)) {
            if (closing.remove(action)) {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    LOG.error("A transport could not let go of what it holds", e);
                }
            }
        }
        following.close();
        dispatchers.forEach(Dispatcher::close);
        threads.close();
    }
}
