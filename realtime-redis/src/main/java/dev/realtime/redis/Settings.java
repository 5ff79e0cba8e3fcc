package dev.realtime.redis;

import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Draft;
import dev.realtime.log.Retention;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link RedisEventLogBuilder} has collected. Immutable. */
record Settings(
        RedisURI uri,
        @Nullable Path trusted,
        Keys keys,
        List<Rule> rules,
        Retention byDefault,
        long maxTotalBytes,
        long maxFeedBytes,
        Duration topicIdle,
        Duration keyAge,
        int keysPerTopic,
        int keysInAll,
        int maxPending,
        long maxPendingBytes,
        Duration appendTimeout,
        Duration connectTimeout) {
    /** More than an event costs beside its payload and names, and its topic with all its segments, in a copy or in Redis. */
    private static final int EVENT_AND_TOPIC = 8_192;

    record Rule(TopicFilter filter, Retention retention) {}

    Settings {
        rules = List.copyOf(rules);
    }

    Retention retention(Topic topic) {
        for (Rule rule : rules) {
            if (rule.filter.matches(topic)) {
                return rule.retention;
            }
        }
        return byDefault;
    }

    /** @throws IllegalArgumentException where the draft cannot be retained beside nothing else */
    void requireRoom(Draft draft) {
        long cost = (long) EVENT_AND_TOPIC
                + draft.data().length()
                + 2L * draft.topic().name().length();
        if (cost > maxTotalBytes) {
            throw new IllegalArgumentException(
                    "an event must fit the log's maxTotalBytes of " + maxTotalBytes + " with its overhead: " + cost);
        }
    }
}
