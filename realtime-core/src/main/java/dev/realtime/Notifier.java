package dev.realtime;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.EventLog;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.SharedEventLog;
import dev.realtime.log.Ticker;
import dev.realtime.log.WatchedLog;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The way in: publishes events, and hands out subscriptions to them.
 *
 * <p>Code in this JVM is trusted and uses {@link #publish} and {@link #subscribe}; a transport that acts for a remote
 * client uses {@link #publishFor} and {@link #subscribeFor}, which ask the access hook. Safe for use by several threads.
 */
public final class Notifier implements AutoCloseable {
    private static final Duration LAST_WORK = Duration.ofSeconds(1);
    private static final CompletionStage<@Nullable Void> REACHED = CompletableFuture.completedStage(null);

    private final InMemoryEventLog log; // of a shared log, the copy
    private final @Nullable LogCalls calls; // of a shared log only
    private final NotifierThreads threads;
    private final Ticker ticker;
    private final Telling telling;
    private final Rights rights;
    private final Admissions admissions;
    private final Dispatchers dispatchers;
    private final Publishing publishing;
    private final Replays replays;
    private final Subscriptions subscriptions;
    private final EventLog.Following following;
    private final EventLog.Following watching;
    private final Sweep sweep;
    private final Closing closing = new Closing();
    private final Drain drain;

    private Notifier(NotifierBuilder builder) {
        this.ticker = builder.ticker;
        this.threads = new NotifierThreads(builder.executor, builder.scheduler, ticker);
        if (builder.log instanceof SharedEventLog shared) {
            this.log = shared.copy();
            this.calls = new LogCalls(shared, threads, builder.maxPublishWait);
        } else {
            this.log = (InMemoryEventLog) builder.log;
            this.calls = null;
        }
        this.telling = new Telling(
                builder.listener == null
                        ? null
                        : new Mailbox(builder.listener, threads.executor(), threads.scheduler()));
        this.rights = new Rights(builder.gate(threads.scheduler()), threads, telling);
        this.admissions = new Admissions(builder.connectionLimits(), telling::refused, new Random());
        this.dispatchers = new Dispatchers(builder.dispatchers, builder.linger);
        this.publishing = new Publishing(log, calls, builder.codec, builder.maxPayloadBytes, telling, closing);
        this.replays = new Replays(builder.maxReplays, ticker, telling);
        this.subscriptions = new Subscriptions(
                log, dispatchers, rights, replays, telling, builder.maxSubscriptions, builder.maxTopics);
        this.following = log.follow(dispatchers);
        this.watching = builder.log instanceof WatchedLog watched ? watched.watch(telling) : () -> {};
        this.sweep = new Sweep(threads.scheduler(), this::letGoOfOld);
        this.drain = new Drain(threads, admissions, this::end);
    }

    static Notifier start(NotifierBuilder builder) {
        Notifier notifier = new Notifier(builder);
        notifier.dispatchers.start();
        notifier.sweep.start();
        return notifier;
    }

    private void letGoOfOld() {
        log.sweep();
        replays.sweep();
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
     * Publishes an event of type {@code message}; returns once the log has it. A log in memory has it at once; for a
     * {@link SharedEventLog} this waits, at most {@link NotifierBuilder#maxPublishWait}.
     *
     * @param payload anything the codec can write as JSON; a {@link Json} is taken as it is
     * @throws RefusedException where a limit is exceeded or the notifier is closed
     * @throws LogUnavailableException where a shared log cannot be reached; its outcome says whether to publish again
     * @throws IllegalArgumentException where the topic or the payload breaks a rule
     */
    public Event publish(String topic, @Nullable Object payload) {
        return publishing.publish(topic, payload);
    }

    /** As {@link #publish(String, Object)}, with a type and an idempotency key. */
    public Appended publish(Publication publication) {
        return publishing.publishBy(null, publication);
    }

    /** As {@link #publish(Publication)}, without waiting: the stage completes once the log has the event. */
    public CompletionStage<Appended> publishAsync(Publication publication) {
        return publishing.publishAsync(null, publication);
    }

    /** As {@link #publishAsync}, if the access hook lets this client; else the stage fails with a {@link RefusedException}. */
    public CompletionStage<Appended> publishFor(Client client, Publication publication) {
        return rights.require(client, Action.PUBLISH, List.of(TopicFilter.of(publication.topic())))
                .thenCompose(allowed -> publishing.publishAsync(client, publication));
    }

    /** As {@link #publishFor}, within a connection that {@link #connect} has admitted: the hook is called on the executor. */
    public CompletionStage<Appended> publishWithin(Client client, Publication publication) {
        return requireAllowed(client, Action.PUBLISH, List.of(TopicFilter.of(publication.topic())))
                .thenCompose(allowed -> publishing.publishAsync(client, publication));
    }

    // ---- subscribing ----

    /**
     * Begins a subscription for code in this JVM. With a cursor of a {@link SharedEventLog} that this process has not come to
     * yet it waits, a few seconds at most.
     *
     * @throws RefusedException where a limit is exceeded, the notifier is closed, or the cursor cannot be looked up
     */
    public Subscription subscribe(SubscriptionRequest request) {
        if (calls != null) {
            calls.awaitReach(request.from());
        }
        return open(null, request);
    }

    /**
     * Begins a subscription for a remote client, if the access hook lets it; else the stage fails with a
     * {@link RefusedException}. It counts as a connection of the client's until it ends.
     */
    public CompletionStage<Subscription> subscribeFor(Client client, SubscriptionRequest request) {
        return admissions.during(client, () -> subscribe(client, request, rights::require));
    }

    /**
     * As {@link #subscribeFor}, for one of the subscriptions within a connection that {@link #connect} has admitted: the hook is
     * called on the executor, since what handles a connection must not wait for it.
     */
    public CompletionStage<Subscription> subscribeWithin(Client client, SubscriptionRequest request) {
        return subscribe(client, request, rights::requireElsewhere);
    }

    private CompletionStage<Subscription> subscribe(
            Client client, SubscriptionRequest request, Rights.Question rightTo) {
        try {
            subscriptions.requireCount(client, request.topics());
        } catch (RefusedException e) {
            return CompletableFuture.failedStage(e);
        }
        int changes = rights.changes();
        return rightTo.ask(client, Action.SUBSCRIBE, request.topics())
                .thenCompose(allowed -> calls == null ? REACHED : calls.reach(request.from()))
                .thenApply(reached -> {
                    Subscription subscription = open(client, request);
                    rights.askAgainIfChanged(subscription, changes);
                    return subscription;
                });
    }

    /**
     * Admits a client's connection that may have several subscriptions, or none.
     *
     * @param letGo run, perhaps more than once, when the notifier drains and this connection's moment to leave has come
     * @throws RefusedException where a limit is reached or the notifier drains
     */
    public Admission connect(Client client, Runnable letGo) {
        Admission admission = admissions.admit(client);
        admission.onLetGo(letGo);
        return admission;
    }

    /**
     * Refuses as {@link #connect} would, and admits nothing: for a handshake, whose connection opens only later.
     *
     * @throws RefusedException where a limit is reached or the notifier drains
     */
    public void requireRoom(Client client) {
        admissions.requireRoom(client);
    }

    /** Tells {@code told} of each event from now on, on the notifier's executor; closing the subscription ends it. */
    public Subscription subscribe(String topicFilter, EventListener told) {
        return subscribe(SubscriptionRequest.to(topicFilter), told);
    }

    /** As {@link #subscribe(String, EventListener)}, with several filters or another beginning. */
    public Subscription subscribe(SubscriptionRequest request, EventListener told) {
        Subscription subscription = subscribe(request);
        new ListenerLoop(this, subscription, told).begin();
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
        closing.requireOpen();
        if (client != null) {
            admissions.requireServing();
        }
        Subscription subscription = subscriptions.open(client, request);
        if (closing.isClosed()) { // by another thread, which may have missed this one
            subscription.close(CloseReason.DRAINING);
        }
        return subscription;
    }

    /**
     * Asks the access hook, on the executor; the stage fails with a {@link RefusedException} where it refuses any of the
     * topics, or cannot be asked now.
     */
    public CompletionStage<@Nullable Void> requireAllowed(Client client, Action action, List<TopicFilter> topics) {
        return rights.requireElsewhere(client, action, topics);
    }

    /**
     * To be called when the rights of a login have changed: asks the access hook again of all that its clients are
     * subscribed to, and ends what it refuses, with {@link CloseReason#REFUSED}. The hook is called on the executor, at
     * most 16 times at once. A subscription of which it does not decide within two seconds of its turn is refused, and the
     * others have theirs; where 16 calls hang, those that are left are refused at once.
     *
     * @param principal null for all who are not logged in
     * @return done when every answer has come; never fails
     */
    public CompletionStage<@Nullable Void> recheck(@Nullable String principal) {
        return rights.changed(principal, subscriptions.all());
    }

    /**
     * The refusal that a limit leads to, of which the listener is told: for a transport that has limits of its own.
     *
     * @param limit its name, such as {@code maxTopics}
     * @param message the rule, and the way out where there is one; may be shown to the client
     */
    public RefusedException overLimit(
            @Nullable Client client, RefusedException.Code code, String limit, String message) {
        return telling.overLimit(client, code, limit, message);
    }

    /** Tells the listener of a client that a transport refuses, if that is for a limit. */
    public void tellOfLimit(@Nullable Client client, RefusedException refused) {
        telling.refused(client, refused);
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    // ---- what transports share ----

    /** The place after the newest event. */
    public Cursor head() {
        return log.head();
    }

    /** How many connections clients have open. */
    public int connectionCount() {
        return admissions.count();
    }

    /** How many subscriptions are open. */
    public int subscriptionCount() {
        return subscriptions.count();
    }

    /** How many replays of clients are under way; see {@link NotifierBuilder#maxReplays}. */
    public int replayCount() {
        return replays.count();
    }

    /** Runs {@code action} when the notifier closes, at once where it has: for a transport to let go of what it holds. */
    public Scheduler.Scheduled onClose(Runnable action) {
        return closing.add(action);
    }

    /** Where work runs that may take a while, such as writing to a client. */
    public Executor executor() {
        return threads.executor();
    }

    /**
     * Where a transport whose writes never wait makes those of replays ({@link Subscription#isReplaying}): threads of their own, half as
     * many as there are processors, so that many clients who come back at once leave room for those who are there. A task is to
     * be short, and to ask for another turn where there is more to do.
     */
    public Executor replaying() {
        return threads.replaying();
    }

    Executor listening() {
        return threads.listening();
    }

    public Scheduler scheduler() {
        return threads.scheduler();
    }

    public Ticker ticker() {
        return ticker;
    }

    // ---- the end ----

    /**
     * Closes gently: from now on no client's subscription or connection begins, and each that is open is let go with its
     * cursor at a moment of its own before the time is over; then {@link #close}. Publishing, and the subscriptions of code
     * in this JVM, go on until then. A second call changes nothing; {@link #close} ends it at once.
     *
     * @param within zero or more; it is over sooner when every client has left
     * @return done when the notifier is closed; never fails
     */
    public CompletionStage<@Nullable Void> drain(Duration within) {
        drain.begin(within);
        return drain.over();
    }

    /**
     * Ends every subscription, so that each transport lets its client go with its cursor, refuses new ones, and stops
     * the notifier's threads. The log stays open. Waits for the threads, for a second at most: an application that is undeployed
     * leaves none behind, unless the access hook, a listener or the container holds one.
     */
    @Override
    public void close() {
        end();
        try {
            long deadline = System.nanoTime() + LAST_WORK.toNanos();
            dispatchers.awaitEnd(deadline);
            telling.awaitEnd(deadline);
            threads.awaitEnd(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        if (!closing.begin()) {
            return; // under way elsewhere: it must not lose its threads to a second one
        }
        admissions.close();
        subscriptions.all().forEach(subscription -> subscription.close(CloseReason.DRAINING));
        closing.run();
        sweep.close();
        following.close();
        watching.close();
        dispatchers.close();
        telling.end();
        threads.close();
        drain.end();
    }
}
