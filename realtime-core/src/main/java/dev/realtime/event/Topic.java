package dev.realtime.event;

/**
 * The name of a stream of events: segments separated by {@code /}, such as {@code orders/42}.
 *
 * <p>1 to 255 UTF-8 bytes, at most 16 segments, no empty segment, no control character, no {@code *}. A topic whose
 * first segment begins with {@code $} is reserved for the library. Immutable.
 */
public record Topic(String name) {
    public Topic {
        TopicNames.require("topic", name);
        if (name.indexOf('*') >= 0) {
            throw new IllegalArgumentException("topic must not have a '*', which is for topic filters: " + name);
        }
    }

    /** True where applications may not publish: the first segment begins with {@code $}. */
    public boolean isReserved() {
        return name.charAt(0) == '$';
    }

    @Override
    public String toString() {
        return name;
    }
}
