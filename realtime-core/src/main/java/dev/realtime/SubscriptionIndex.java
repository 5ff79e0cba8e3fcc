package dev.realtime;

import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Finds the subscriptions that an event's topic concerns: by name for exact filters, by a tree of segments for wildcards.
 *
 * <p>Safe for use by several threads. Changes are serialised, so that nothing is let go while something is put into it;
 * looks take no lock. A subscription that {@link #add} has returned for is found by every later look.
 */
final class SubscriptionIndex {
    private final Map<String, Named> exact = new ConcurrentHashMap<>();
    private final Node wildcards = new Node();

    // How many there are, counted up last: who adds and then looks into the log, and who appends and then looks
    // here, do not both miss each other. A map cannot say: its isEmpty() adds up parts that change meanwhile.
    private final AtomicInteger exactCount = new AtomicInteger();
    private final AtomicInteger wildcardCount = new AtomicInteger();

    /** Those that select a topic by its name. */
    private static final class Named {
        final List<TopicFilter> name;
        final Set<Subscription> here = ConcurrentHashMap.newKeySet(2);

        Named(List<TopicFilter> name) {
            this.name = name;
        }
    }

    private static final class Node {
        final Map<String, Node> children = new ConcurrentHashMap<>(2);
        final Set<Subscription> here = ConcurrentHashMap.newKeySet(2);

        boolean isEmpty() {
            return here.isEmpty() && children.isEmpty();
        }
    }

    /** Puts it in and returns these topics: where it is a single name, as the first who selects it has it, so that all may share that. */
    synchronized List<TopicFilter> add(Subscription subscription, List<TopicFilter> topics) {
        List<TopicFilter> shared = topics;
        for (TopicFilter filter : topics) {
            if (filter.isExact()) {
                Named named = exact.computeIfAbsent(
                        filter.pattern(), name -> new Named(topics.size() == 1 ? topics : List.of(filter)));
                if (named.here.add(subscription)) {
                    exactCount.incrementAndGet();
                }
                shared = topics.size() == 1 ? named.name : topics;
            } else {
                addWildcard(filter.segments(), subscription);
            }
        }
        return shared;
    }

    synchronized void remove(Subscription subscription, List<TopicFilter> topics) {
        for (TopicFilter filter : topics) {
            if (filter.isExact()) {
                removeExact(filter.pattern(), subscription);
            } else {
                removeWildcard(wildcards, filter.segments(), 0, subscription);
            }
        }
    }

    private void removeExact(String name, Subscription subscription) {
        Named named = exact.get(name);
        if (named != null && named.here.remove(subscription)) {
            exactCount.decrementAndGet();
            if (named.here.isEmpty()) {
                exact.remove(name);
            }
        }
    }

    /** Whether an event of this topic may be news to anyone: no walk over subscriptions, and no search among wildcards. */
    boolean mayConcern(Topic topic) {
        return wildcardCount.get() > 0 || (exactCount.get() > 0 && exact.containsKey(topic.name()));
    }

    /** Calls {@code action} for each subscription that selects the topic, perhaps more than once. */
    void find(Topic topic, Consumer<Subscription> action) {
        Named named = exact.get(topic.name());
        if (named != null) {
            named.here.forEach(action);
        }
        if (wildcardCount.get() > 0) {
            find(wildcards, TopicFilter.of(topic).segments(), 0, action);
        }
    }

    void findAll(Consumer<Subscription> action) {
        exact.values().forEach(named -> named.here.forEach(action));
        findAll(wildcards, action);
    }

    private void addWildcard(List<String> segments, Subscription subscription) {
        Node node = wildcards;
        for (String segment : segments) {
            node = node.children.computeIfAbsent(segment, s -> new Node());
        }
        if (node.here.add(subscription)) {
            wildcardCount.incrementAndGet();
        }
    }

    private void removeWildcard(Node node, List<String> segments, int depth, Subscription subscription) {
        if (depth == segments.size()) {
            if (node.here.remove(subscription)) {
                wildcardCount.decrementAndGet();
            }
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
