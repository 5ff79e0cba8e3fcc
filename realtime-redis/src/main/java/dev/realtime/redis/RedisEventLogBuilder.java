package dev.realtime.redis;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.Retention;
import dev.realtime.log.Ticker;
import io.lettuce.core.RedisURI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a log on Redis. All nodes of a log should have the same, or each applies its own to what it appends.
 * For one thread at a time.
 */
public final class RedisEventLogBuilder {
    private final List<Settings.Rule> rules = new ArrayList<>();
    private final InMemoryEventLogBuilder ofCopy = InMemoryEventLog.builder();
    private RedisURI uri = RedisURI.create("redis://127.0.0.1:6379");
    private @Nullable Path trusted;
    private String prefix = "realtime";
    private Retention retention = Retention.DEFAULT;
    private long maxTotalBytes = 64L << 20;
    private long maxFeedBytes = 8L << 20;
    private Duration topicIdle = Duration.ofMinutes(10);
    private Duration keyAge = Duration.ofMinutes(5);
    private int keysPerTopic = 10_000;
    private int keysInAll = 100_000;
    private int maxPending = 10_000;
    private long maxPendingBytes = 64L << 20;
    private Duration appendTimeout = Duration.ofSeconds(8);
    private Duration connectTimeout = Duration.ofSeconds(10);

    RedisEventLogBuilder() {}

    /**
     * Where Redis is, in Lettuce's syntax: {@code redis://user:password@host:6379/0}, {@code rediss://…} for TLS, or
     * {@code redis-sentinel://host1:26379,host2:26379/0#master}; default {@code redis://127.0.0.1:6379}.
     *
     * @throws IllegalArgumentException where it is none; what it is is not repeated, since it may have a password
     */
    public RedisEventLogBuilder uri(String address) {
        try {
            return uri(RedisURI.create(address));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "uri must be one of redis://, rediss://, redis-sentinel:// in Lettuce's syntax");
        }
    }

    /** As {@link #uri(String)}, with all that Lettuce can be told of a server: how its certificate is verified, say. */
    RedisEventLogBuilder uri(RedisURI address) {
        this.uri = address;
        return this;
    }

    /**
     * Whose certificates are good, with {@code rediss://…}: a file of X.509 certificates as PEM, such as that of a private authority;
     * by default those that the JVM trusts.
     *
     * @throws IllegalArgumentException where there is no such file
     */
    public RedisEventLogBuilder trust(Path certificates) {
        if (!Files.isReadable(certificates)) {
            throw new IllegalArgumentException("trust must be a file that can be read: " + certificates);
        }
        this.trusted = certificates;
        return this;
    }

    /** What the names of the log's keys begin with, in braces; default {@code realtime}. Another one is another log. */
    public RedisEventLogBuilder prefix(String name) {
        if (name.isEmpty() || name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
            throw new IllegalArgumentException("prefix must be 1 or more characters without '{' and '}': " + name);
        }
        this.prefix = name;
        return this;
    }

    /** For topics that no rule of their own selects; default {@link Retention#DEFAULT}. */
    public RedisEventLogBuilder retention(Retention byDefault) {
        this.retention = byDefault;
        ofCopy.retention(byDefault);
        return this;
    }

    /** For the topics this filter selects; of several rules that select a topic the first one holds. */
    public RedisEventLogBuilder retention(String topicFilter, Retention forThose) {
        rules.add(new Settings.Rule(TopicFilter.of(topicFilter), forThose));
        ofCopy.retention(topicFilter, forThose);
        return this;
    }

    /**
     * What all topics may hold together, in bytes, overhead included; default 64 MiB. It bounds each node's copy, and what is
     * retained in Redis, which comes to about twice that there with Redis's own overhead.
     */
    public RedisEventLogBuilder maxTotalBytes(long bytes) {
        this.maxTotalBytes = atLeast1("maxTotalBytes", bytes);
        ofCopy.maxTotalBytes(bytes);
        return this;
    }

    /**
     * What the feed may hold, the stream of all events that nodes follow, in bytes; default 8 MiB. A node that falls further behind
     * loads what it lacks.
     */
    public RedisEventLogBuilder maxFeedBytes(long bytes) {
        this.maxFeedBytes = atLeast1("maxFeedBytes", bytes);
        return this;
    }

    /** How long a topic is known after its last event has gone; default 10 minutes. */
    public RedisEventLogBuilder topicIdle(Duration idle) {
        this.topicIdle = idle;
        ofCopy.topicIdle(idle);
        return this;
    }

    /** How long an idempotency key is known; default 5 minutes. */
    public RedisEventLogBuilder keyAge(Duration age) {
        this.keyAge = age;
        return this;
    }

    /** How many idempotency keys are known; default 10,000 a topic, 100,000 in all. */
    public RedisEventLogBuilder maxKeys(int perTopic, int inAll) {
        this.keysPerTopic = (int) atLeast1("maxKeys", perTopic);
        this.keysInAll = (int) atLeast1("maxKeys", inAll);
        return this;
    }

    /** How many appends of this node may wait for Redis, before more fail at once; default 10,000. */
    public RedisEventLogBuilder maxPending(int appends) {
        this.maxPending = (int) atLeast1("maxPending", appends);
        return this;
    }

    /** What the appends of this node that wait for Redis may add up to in bytes, before more fail at once; default 64 MiB. */
    public RedisEventLogBuilder maxPendingBytes(long bytes) {
        this.maxPendingBytes = atLeast1("maxPendingBytes", bytes);
        return this;
    }

    /** How long an append waits for Redis, over restarts and failovers, before it fails; default 8 seconds. */
    public RedisEventLogBuilder appendTimeout(Duration patience) {
        this.appendTimeout = positive("appendTimeout", patience);
        return this;
    }

    /** How long {@link #connect} may take, the first load included; default 10 seconds. */
    public RedisEventLogBuilder connectTimeout(Duration patience) {
        this.connectTimeout = positive("connectTimeout", patience);
        return this;
    }

    /** Where the ages of the copy come from; those in Redis are by its own clock. */
    RedisEventLogBuilder ticker(Ticker source) {
        ofCopy.ticker(source);
        return this;
    }

    /**
     * The log, once this node has loaded what Redis retains; makes an empty one where Redis has none.
     *
     * @throws LogUnavailableException where that is not done within {@link #connectTimeout}
     * @throws IllegalStateException where Redis is set to let go of keys that have no time to live
     */
    public RedisEventLog connect() {
        return RedisEventLog.connect(settings(), ofCopy);
    }

    Settings settings() {
        return new Settings(
                uri,
                trusted,
                Keys.of(prefix),
                rules,
                retention,
                maxTotalBytes,
                maxFeedBytes,
                topicIdle,
                keyAge,
                keysPerTopic,
                keysInAll,
                maxPending,
                maxPendingBytes,
                appendTimeout,
                connectTimeout);
    }

    private static long atLeast1(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more: " + value);
        }
        return value;
    }

    private static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }
}
