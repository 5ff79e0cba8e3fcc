package dev.realtime;

import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Finds the subscriptions that an event's topic concerns: by name for exact filters, by a tree of segments for wildcards.
 *
 * <p>Safe for use by several threads. A subscription that {@link #add} has returned for is found by every later look.
 */
final class SubscriptionIndex {
    private final Map<String, Set<Subscription>> exact = new ConcurrentHashMap<>();
    private final Node wildcards = new Node();

    private static final class Node {
        final Map<String, Node> children = new ConcurrentHashMap<>(2);
        final Set<Subscription> here = ConcurrentHashMap.newKeySet(2);

        boolean isEmpty() {
            return here.isEmpty() && children.isEmpty();
        }
    }

    void add(Subscription subscription, List<TopicFilter> topics) {
        for (TopicFilter filter : topics) {
            if (filter.isExact()) {
                exact.compute(filter.pattern(), (name, present) -> {
                    Set<Subscription> set = present == null ? ConcurrentHashMap.newKeySet(2) : present;
                    set.add(subscription);
                    return set;
                });
            } else {
                addWildcard(filter.segments(), subscription);
            }
        }
    }

    void remove(Subscription subscription, List<TopicFilter> topics) {
        for (TopicFilter filter : topics) {
            if (filter.isExact()) {
                exact.computeIfPresent(filter.pattern(), (name, set) -> {
                    set.remove(subscription);
                    return set.isEmpty() ? null : set;
                });
            } else {
                removeWildcard(wildcards, filter.segments(), 0, subscription);
            }
        }
    }

    boolean isEmpty() {
        return exact.isEmpty() && wildcards.children.isEmpty();
    }

    /** Calls {@code action} for each subscription that selects the topic, perhaps more than once. */
    void find(Topic topic, Consumer<Subscription> action) {
        Set<Subscription> named = exact.get(topic.name());
        if (named != null) {
            named.forEach(action);
        }
        if (!wildcards.children.isEmpty()) {
            find(wildcards, TopicFilter.of(topic).segments(), 0, action);
        }
    }

    void findAll(Consumer<Subscription> action) {
        exact.values().forEach(set -> set.forEach(action));
        findAll(wildcards, action);
    }

    // Changes are serialised, so that a node is not let go while something is put below it; looks take no lock.
    private synchronized void addWildcard(List<String> segments, Subscription subscription) {
        Node node = wildcards;
        for (String segment : segments) {
            node = node.children.computeIfAbsent(segment, s -> new Node());
        }
        node.here.add(subscription);
    }

    private synchronized void removeWildcard(Node node, List<String> segments, int depth, Subscription subscription) {
        if (depth == segments.size()) {
            node.here.remove(subscription);
            return;
        }
        Node child = node.children.get(segments.get(depth));
        if (child != null) {
            removeWildcard(child, segments, depth + 1, subscription);
            if (child.isEmpty()) {
                node.children.remove(segments.get(depth));
            }
        }
    }

    private static void find(Node node, List<String> segments, int depth, Consumer<Subscription> action) {
        if (depth == segments.size()) {
            node.here.forEach(action);
            return;
        }
        String segment = segments.get(depth);
        Node literal = node.children.get(segment);
        if (literal != null) {
            find(literal, segments, depth + 1, action);
        }
        if (depth == 0 && segment.charAt(0) == '$') {
            return;
        }
        Node one = node.children.get("*");
        if (one != null) {
            find(one, segments, depth + 1, action);
        }
        Node many = node.children.get("**");
        if (many != null) {
            many.here.forEach(action);
        }
    }

    private static void findAll(Node node, Consumer<Subscription> action) {
        node.here.forEach(action);
        node.children.values().forEach(child -> findAll(child, action));
    }
}
