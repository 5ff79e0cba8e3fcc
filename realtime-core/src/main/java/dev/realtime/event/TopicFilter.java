package dev.realtime.event;

import java.util.List;

/**
 * A selection of topics: a topic, or one with wildcards.
 *
 * <p>{@code *} stands for exactly one segment, {@code **} (only as the last segment) for one or more. A wildcard in the
 * first segment never selects a topic that begins with {@code $}. The limits are those of {@link Topic}. Immutable.
 */
public final class TopicFilter {
    private final String pattern;
    private final List<String> segments;
    private final boolean exact;

    private TopicFilter(String pattern, List<String> segments) {
        this.pattern = pattern;
        this.segments = List.copyOf(segments);
        this.exact = pattern.indexOf('*') < 0;
    }

    /**
     * The filter that is written so.
     *
     * @throws IllegalArgumentException naming the rule that {@code pattern} breaks
     */
    public static TopicFilter of(String pattern) {
        TopicNames.require("topic filter", pattern);
        List<String> segments = TopicNames.split(pattern);
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.indexOf('*') >= 0 && !isOne(segment) && !(isMany(segment) && last)) {
                throw new IllegalArgumentException(
                        "topic filter must have '*' only as a whole segment and '**' only as the last one: " + pattern);
            }
        }
        return new TopicFilter(pattern, segments);
    }

    /** The filter that selects this topic alone. */
    public static TopicFilter of(Topic topic) {
        return new TopicFilter(topic.name(), TopicNames.split(topic.name()));
    }

    /** The filter as it is written. */
    public String pattern() {
        return pattern;
    }

    /** The parts between the slashes, at least one; unmodifiable. */
    public List<String> segments() {
        return segments;
    }

    /** True where the filter has no wildcard: it selects the topic of the same name. */
    public boolean isExact() {
        return exact;
    }

    /** Whether this filter selects {@code topic}. */
    public boolean matches(Topic topic) {
        return exact ? pattern.equals(topic.name()) : covers(segments, TopicNames.split(topic.name()));
    }

    /** Whether every topic that {@code other} selects, now or ever, is selected by this filter too. */
    public boolean covers(TopicFilter other) {
        return covers(segments, other.segments);
    }

    /** Whether there can be a topic that both filters select. */
    public boolean overlaps(TopicFilter other) {
        List<String> a = segments;
        List<String> b = other.segments;
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!overlap(a.get(i), b.get(i), i)) {
                return false;
            }
            if (isMany(a.get(i)) || isMany(b.get(i))) {
                return true;
            }
        }
        return a.size() == b.size();
    }

    private static boolean covers(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            String outer = a.get(i);
            String inner = b.get(i);
            boolean selected = isWildcard(outer) ? wildcardSelects(inner, i) : outer.equals(inner);
            if (!selected) {
                return false;
            }
            if (isMany(outer)) {
                return true;
            }
            if (isMany(inner)) {
                return false;
            }
        }
        return a.size() == b.size();
    }

    private static boolean overlap(String a, String b, int index) {
        if (isWildcard(a)) {
            return wildcardSelects(b, index);
        }
        return isWildcard(b) ? wildcardSelects(a, index) : a.equals(b);
    }

    private static boolean wildcardSelects(String segment, int index) {
        return index > 0 || segment.charAt(0) != '$';
    }

    private static boolean isWildcard(String segment) {
        return isOne(segment) || isMany(segment);
    }

    private static boolean isOne(String segment) {
        return segment.equals(TopicNames.ONE);
    }

    private static boolean isMany(String segment) {
        return segment.equals(TopicNames.MANY);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicFilter filter && filter.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
