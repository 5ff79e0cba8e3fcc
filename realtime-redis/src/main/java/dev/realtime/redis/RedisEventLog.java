package dev.realtime.redis;

import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.Draft;
import dev.realtime.log.Follower;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.log.LogWatcher;
import dev.realtime.log.Mirror;
import dev.realtime.log.SharedEventLog;
import dev.realtime.log.WatchedLog;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event log on Redis (6.2 or later) or Valkey, which any number of nodes share: each has a copy of all that is retained,
 * reads from it, and answers any client's cursor.
 *
 * <p>While Redis is away, reading and what is delivered go on, and appends wait for as long as {@code appendTimeout}. Then, or
 * where too many wait, they fail with a {@link LogUnavailableException} that says what became of them. When a server
 * begins again without its newest events, readers are told by a gap; nothing that was appended afterwards is skipped.
 *
 * <p>Safe for use by several threads. What depends on a stage is run on threads of the log's own, of which there are eight.
 */
public final class RedisEventLog implements SharedEventLog, WatchedLog {
    private static final Logger LOG = LoggerFactory.getLogger(RedisEventLog.class);
    private static final int ANSWERING = 8;
    private static final Duration LAST_WORK = Duration.ofSeconds(1);
    private static final Duration EXPIRE_EVERY = Duration.ofMillis(100);
    private static final Duration REACH_PATIENCE = Duration.ofSeconds(3);

    private final Settings settings;
    private final Mirror mirror;
    private final InMemoryEventLog copy;
    private final Arrivals arrivals;
    private final Appends appends;
    private final Feed feed;
    private final Uplink uplink;
    private final Health health;
    private final Redis redis;
    private final Loop loop;
    private final ExecutorService answering;
    private final Thread feeding;
    private volatile boolean closed;

    private RedisEventLog(Settings settings, InMemoryEventLogBuilder ofCopy) {
        this.settings = settings;
        String node = HexFormat.of().toHexDigits(new Random().nextLong());
        this.mirror = Mirror.of(ofCopy);
        this.copy = mirror.log();
        this.arrivals = new Arrivals(copy);
        this.redis = new Redis(settings.uri(), settings.trusted());
        this.loop = new Loop("realtime-redis");
        ThreadPoolExecutor answerers = new ThreadPoolExecutor(
                ANSWERING,
                ANSWERING,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> Loop.thread(task, "realtime-redis-answer"));
        answerers.allowCoreThreadTimeOut(true);
        this.answering = answerers;
        this.health = new Health();
        this.appends = new Appends(settings.maxPending(), settings.maxPendingBytes(), loop);
        this.feed = new Feed(redis, settings, node, mirror, arrivals, health);
        this.uplink = new Uplink(loop, redis, settings, node, appends, arrivals, feed, health);
        this.feeding = Loop.thread(feed, "realtime-redis-feed");
    }

    public static RedisEventLogBuilder builder() {
        return new RedisEventLogBuilder();
    }

    static RedisEventLog connect(Settings settings, InMemoryEventLogBuilder ofCopy) {
        RedisEventLog log = new RedisEventLog(settings, ofCopy);
        boolean loaded = false;
        try {
            loaded = log.start();
        } finally {
            if (!loaded) {
                log.close();
            }
        }
        return log;
    }

    private boolean start() {
        feeding.start();
        loop.execute(uplink::start);
        loop.every(EXPIRE_EVERY, this::expire);
        try {
            if (feed.awaitLoaded(settings.connectTimeout())) {
                requireKeeping(feed.evictionPolicy());
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException(Outcome.NOT_STORED, "interrupted while connecting to Redis", e);
        }
        Throwable failure = feed.failure();
        String why = failure == null ? "no answer" : String.valueOf(failure.getMessage());
        throw new LogUnavailableException(
                Outcome.NOT_STORED,
                "the log in Redis could not be loaded within the connectTimeout of " + settings.connectTimeout() + ": "
                        + why,
                failure == null ? new IllegalStateException(why) : failure);
    }

    private static void requireKeeping(String policy) {
        if (policy.startsWith("allkeys")) {
            throw new IllegalStateException(
                    "Redis must not let go of the log's keys by itself: maxmemory-policy must be noeviction, or volatile-…"
                            + " beside other data: " + policy);
        }
    }

    private void expire() {
        long now = System.nanoTime();
        appends.expire(now);
        arrivals.expire(now);
    }

    /** Completes once this node's copy has the event; fails with a {@link LogUnavailableException} where that is not so in time. */
    @Override
    public CompletionStage<Appended> append(Draft draft) {
        if (closed) {
            return CompletableFuture.failedStage(new IllegalStateException("the log is closed"));
        }
        long deadline = System.nanoTime() + settings.appendTimeout().toNanos();
        CompletableFuture<Appended> appended = new CompletableFuture<>();
        try {
            settings.requireRoom(draft);
            appends.append(draft, deadline)
                    .thenCompose(answer -> arrived(answer.id(), deadline).thenApply(arrived -> stored(answer, draft)))
                    .whenCompleteAsync(handTo(appended), answering);
        } catch (IllegalArgumentException e) {
            appended.completeExceptionally(e);
        } catch (RejectedExecutionException e) {
            appended.completeExceptionally(new IllegalStateException("the log is closed", e));
        }
        return appended;
    }

    private CompletionStage<@Nullable Void> arrived(Cursor place, long deadline) {
        State copy = feed.seen();
        if (place.epoch() != copy.epoch() || place.generation() > copy.generation()) {
            loop.execute(uplink::ask); // the copy is of a log that is no more
        }
        return arrivals.at(place, Outcome.UNKNOWN, deadline);
    }

    /** It may have been lost after the answer of Redis, before the feed brought it: then this node cannot tell its readers. */
    private Appended stored(Answer answer, Draft draft) {
        if (!copy.has(answer.id())) {
            throw new LogUnavailableException(
                    Outcome.UNKNOWN, "it was stored, but Redis has lost it again with its newest events");
        }
        return answer.appended(draft);
    }

    /** Hands an answer on, or why there is none. */
    private static <T extends @Nullable Object> BiConsumer<T, @Nullable Throwable> handTo(CompletableFuture<T> next) {
        return (answer, failure) -> {
            if (failure == null) {
                next.complete(answer);
            } else {
                next.completeExceptionally(cause(failure));
            }
        };
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @Override
    public CompletionStage<@Nullable Void> reach(Cursor place) {
        if (copy.knows(place)) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<@Nullable Void> reached = new CompletableFuture<>();
        try {
            arrivals.at(place, Outcome.NOT_STORED, System.nanoTime() + REACH_PATIENCE.toNanos())
                    .whenCompleteAsync(handTo(reached), answering);
            loop.execute(uplink::ask);
        } catch (RejectedExecutionException e) {
            reached.completeExceptionally(new IllegalStateException("the log is closed", e));
        }
        return reached;
    }

    @Override
    public InMemoryEventLog copy() {
        return copy;
    }

    @Override
    public CompletionStage<Batch> read(List<TopicFilter> topics, From from, int limit) {
        return copy.read(topics, from, limit);
    }

    @Override
    public Cursor head() {
        return copy.head();
    }

    @Override
    public Following follow(Follower follower) {
        return copy.follow(follower);
    }

    @Override
    public Following watch(LogWatcher watcher) {
        return health.watch(watcher);
    }

    /** Ends the log on this node: what waits to be appended fails, and the copy stays as it is. Others go on. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        feed.close();
        try {
            loop.close(uplink::close);
            if (!loop.awaitEnd(LAST_WORK)) {
                LOG.warn("The log in Redis was not closed within {}", LAST_WORK);
            }
            feeding.interrupt(); // it may wait for Redis
            feeding.join(LAST_WORK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        appends.close();
        arrivals.close();
        redis.close();
        answering.shutdown();
    }
}
