package dev.realtime.log;

import dev.realtime.event.Topic;
import java.util.Set;

/**
 * The topics of which a log has lost events with its newest ones, for its copies to tell their readers. Immutable.
 *
 * @param all whether it may be any topic, of whatever name; then none is named
 */
public record LostTopics(boolean all, Set<Topic> named) {
    /** As many as are named; where there are more, all are taken to have lost some: a gap too many, never one too few. */
    public static final int MAX_NAMED = 1_000;

    private static final LostTopics NONE = new LostTopics(false, Set.of());
    private static final LostTopics ALL = new LostTopics(true, Set.of());

    /** @throws IllegalArgumentException where topics are named beside all, or too many */
    public LostTopics {
        named = Set.copyOf(named);
        if (all && !named.isEmpty()) {
            throw new IllegalArgumentException("none must be named where it is all topics: " + named);
        }
        if (named.size() > MAX_NAMED) {
            throw new IllegalArgumentException("named topics must be at most " + MAX_NAMED + ": " + named.size());
        }
    }

    public static LostTopics none() {
        return NONE;
    }

    public static LostTopics ofAll() {
        return ALL;
    }

    /** These, or all topics where they are too many. */
    public static LostTopics of(Set<Topic> topics) {
        return topics.size() > MAX_NAMED ? ALL : new LostTopics(false, topics);
    }

    public boolean isEmpty() {
        return !all && named.isEmpty();
    }
}
