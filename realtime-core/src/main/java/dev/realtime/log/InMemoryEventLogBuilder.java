package dev.realtime.log;

import dev.realtime.event.TopicFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Collects the settings of a log. For one thread at a time. */
public final class InMemoryEventLogBuilder {
    final List<Retentions.Rule> retentions = new ArrayList<>();
    Retention retention = Retention.DEFAULT;
    long maxTotalBytes = 64L << 20;
    Duration topicIdle = Duration.ofMinutes(10);
    Duration keyAge = Duration.ofMinutes(5);
    int keysPerTopic = 10_000;
    int keysInAll = 100_000;
    long epoch = Epochs.random();
    Ticker ticker = Ticker.system();
    InstantSource clock = InstantSource.system();

    InMemoryEventLogBuilder() {}

    /** For topics that no rule of their own selects; default {@link Retention#DEFAULT}. */
    public InMemoryEventLogBuilder retention(Retention byDefault) {
        this.retention = byDefault;
        return this;
    }

    /** For the topics this filter selects; of several rules that select a topic the first one holds. */
    public InMemoryEventLogBuilder retention(String topicFilter, Retention forThose) {
        retentions.add(new Retentions.Rule(TopicFilter.of(topicFilter), forThose));
        return this;
    }

    /**
     * What all topics may hold together, in bytes, overhead included; default 64 MiB. At this bound the oldest event goes
     * of a topic that holds the most, or at most an eighth less.
     */
    public InMemoryEventLogBuilder maxTotalBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxTotalBytes must be 1 or more: " + bytes);
        }
        this.maxTotalBytes = bytes;
        return this;
    }

    /** How long a topic is known after its last event, once that has gone; default 10 minutes. */
    public InMemoryEventLogBuilder topicIdle(Duration idle) {
        this.topicIdle = idle;
        return this;
    }

    /** How long an idempotency key is known; default 5 minutes. */
    public InMemoryEventLogBuilder keyAge(Duration age) {
        this.keyAge = age;
        return this;
    }

    /** How many idempotency keys are known; default 10,000 a topic, 100,000 in all. */
    public InMemoryEventLogBuilder maxKeys(int perTopic, int inAll) {
        if (perTopic < 1 || inAll < 1) {
            throw new IllegalArgumentException("maxKeys must be 1 or more: " + perTopic + ", " + inAll);
        }
        this.keysPerTopic = perTopic;
        this.keysInAll = inAll;
        return this;
    }

    /** Where elapsed time comes from: ages are measured by it. */
    public InMemoryEventLogBuilder ticker(Ticker source) {
        this.ticker = source;
        return this;
    }

    /** Where an event's time comes from; nothing else depends on it. */
    public InMemoryEventLogBuilder clock(InstantSource source) {
        this.clock = source;
        return this;
    }

    InMemoryEventLogBuilder epoch(long fixed) {
        this.epoch = fixed;
        return this;
    }

    public InMemoryEventLog build() {
        return new InMemoryEventLog(new Store(this, null));
    }
}
