package dev.realtime.log;

import org.jspecify.annotations.Nullable;

/**
 * The topics of a log by how many bytes they hold, in classes an eighth apart: so an append moves its topic only where it
 * leaves its class, and finding one of the largest looks at no other.
 *
 * <p>In a class, the topic that entered it first goes first. Guarded by the log's lock.
 */
final class SizeClasses {
    private static final int STEPS_LOG = 3; // eight classes from one power of two to the next
    static final int CLASSES = (Long.SIZE - STEPS_LOG) << STEPS_LOG;

    private final @Nullable TopicLog[] first = new @Nullable TopicLog[CLASSES];
    private final @Nullable TopicLog[] last = new @Nullable TopicLog[CLASSES];
    private int highest; // no class above it holds a topic

    /** A topic that holds at most an eighth less than the one that holds the most; there must be one. */
    TopicLog largest() {
        return firstFrom(highest);
    }

    /** As {@link #largest()}, of the others, of which there must be one. */
    TopicLog largestBut(TopicLog topic) {
        TopicLog largest = largest();
        if (largest != topic) {
            return largest;
        }
        return topic.nextInClass != null ? topic.nextInClass : firstFrom(highest - 1);
    }

    private TopicLog firstFrom(int sizeClass) {
        for (int i = sizeClass; i >= 0; i--) {
            TopicLog topic = first[i];
            if (topic != null) {
                return topic;
            }
        }
        throw new IllegalStateException("there is no such topic");
    }

    void add(TopicLog topic) {
        append(topic, classOf(topic.bytes()));
    }

    /** Puts a topic whose size has changed where it belongs. */
    void update(TopicLog topic) {
        int now = classOf(topic.bytes());
        if (now != topic.sizeClass) {
            remove(topic);
            append(topic, now);
        }
    }

    private void append(TopicLog topic, int sizeClass) {
        TopicLog before = last[sizeClass];
        topic.sizeClass = sizeClass;
        topic.previousInClass = before;
        last[sizeClass] = topic;
        if (before == null) {
            first[sizeClass] = topic;
        } else {
            before.nextInClass = topic;
        }
        highest = Math.max(highest, sizeClass);
    }

    void remove(TopicLog topic) {
        TopicLog before = topic.previousInClass;
        TopicLog after = topic.nextInClass;
        if (before == null) {
            first[topic.sizeClass] = after;
        } else {
            before.nextInClass = after;
        }
        if (after == null) {
            last[topic.sizeClass] = before;
        } else {
            after.previousInClass = before;
        }
        topic.previousInClass = null;
        topic.nextInClass = null;
        while (highest > 0 && first[highest] == null) {
            highest--;
        }
    }

    /** By the highest bit and the three after it: the sizes of one class differ by less than an eighth. */
    static int classOf(long bytes) {
        int highestBit = Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes | 1 << STEPS_LOG);
        int shift = highestBit - STEPS_LOG;
        return (shift << STEPS_LOG) + (int) (bytes >>> shift);
    }
}
