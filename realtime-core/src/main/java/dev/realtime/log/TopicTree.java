package dev.realtime.log;

import dev.realtime.event.TopicFilter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a log by segment, so that a wildcard finds those with news without looking at the others.
 *
 * <p>The children of a node are also a list, most recently appended to first: a walk for what comes after a sequence
 * stops at the first child without news. The list is put in order by who walks: an append only notes its topic, once
 * until then, so that it costs the same with any number of topics. A topic that is dropped leaves its loss in its parent's {@code forgotten}
 * mark, which counts for every name below that parent that is not in the tree; a name that comes back starts with it.
 * Guarded by the log's lock.
 */
final class TopicTree {
    /** What a node costs beside its segment's characters, in bytes: itself, its mark, its place in a map; measured. */
    static final long NODE_OVERHEAD = 240;

    private static final int MIN_TOUCHED = 64;

    private final Node root = new Node("", null);
    private TopicLog[] touched = new TopicLog[MIN_TOUCHED];
    private int touchedCount;
    private long bytes;

    /** Takes what a walk finds. */
    interface Found {
        void topic(TopicLog log);

        void forgotten(Loss loss);
    }

    /** One segment of a name. */
    static final class Node {
        final String segment;
        final @Nullable Node parent;
        final Loss forgotten = new Loss();
        final Map<String, Node> children = new HashMap<>(2);

        @Nullable
        TopicLog log;

        private long lastSequence;
        private @Nullable Node newest;
        private @Nullable Node newer;
        private @Nullable Node older;

        Node(String segment, @Nullable Node parent) {
            this.segment = segment;
            this.parent = parent;
        }

        private void toFront(Node child) {
            if (newest == child) {
                return;
            }
            unlink(child);
            child.older = newest;
            if (newest != null) {
                newest.newer = child;
            }
            newest = child;
        }

        private void unlink(Node child) {
            if (child.newer != null) {
                child.newer.older = child.older;
            } else if (newest == child) {
                newest = child.older;
            }
            if (child.older != null) {
                child.older.newer = child.newer;
            }
            child.newer = null;
            child.older = null;
        }
    }

    /** What the nodes hold, in bytes. */
    long bytes() {
        return bytes;
    }

    /** What nodes for all these segments would hold. */
    static long bytes(List<String> segments) {
        return segments.stream().mapToLong(TopicTree::bytes).sum();
    }

    private static long bytes(String segment) {
        return NODE_OVERHEAD + segment.length();
    }

    /** Takes a new topic in, and tells it what was forgotten of its name. */
    void enter(TopicLog log, List<String> segments) {
        Node node = root;
        Loss inherited = root.forgotten;
        for (String segment : segments) {
            inherited = node.forgotten;
            Node child = node.children.get(segment);
            if (child == null) {
                child = new Node(segment, node);
                child.forgotten.raise(node.forgotten);
                node.children.put(segment, child);
                bytes += bytes(segment);
            }
            node = child;
        }
        node.log = log;
        log.node = node;
        log.loss.raise(inherited);
    }

    /** Says that this topic now ends with another event. */
    void touch(TopicLog topic) {
        if (!topic.touched) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, touchedCount * 2);
            }
            topic.touched = true;
            touched[touchedCount++] = topic;
        }
    }

    /** Puts the lists in order. */
    private void settle() {
        Arrays.sort(touched, 0, touchedCount, (a, b) -> Long.compare(a.lastSequence(), b.lastSequence()));
        for (int i = 0; i < touchedCount; i++) {
            touched[i].touched = false;
            toFront(touched[i]);
        }
        Arrays.fill(touched, 0, touchedCount, null);
        touchedCount = 0;
    }

    private static void toFront(TopicLog topic) {
        long sequence = topic.lastSequence();
        Node node = nodeOf(topic);
        node.lastSequence = sequence;
        for (Node parent = node.parent; parent != null; parent = node.parent) {
            parent.toFront(node);
            parent.lastSequence = sequence;
            node = parent;
        }
    }

    /** Takes an empty topic out, and the nodes that were there for it alone. */
    void drop(TopicLog topic) {
        settle(); // its parents have to know of its last event as long as its loss counts
        Node node = nodeOf(topic);
        node.log = null;
        topic.node = null;
        if (node.parent != null) {
            node.parent.forgotten.raise(topic.loss);
        }
        for (Node parent = node.parent;
                parent != null && node.log == null && node.children.isEmpty();
                parent = node.parent) {
            parent.forgotten.raise(node.forgotten);
            parent.unlink(node);
            parent.children.remove(node.segment);
            bytes -= bytes(node.segment);
            node = parent;
        }
    }

    /** The marks of all that was forgotten, as one that is never lower. */
    Loss forgotten() {
        Loss all = new Loss();
        forgotten(root, all);
        return all;
    }

    private static void forgotten(Node node, Loss all) {
        all.raise(node.forgotten);
        node.children.values().forEach(child -> forgotten(child, all));
    }

    /** Says that any name that is not here may have lost events up to this sequence. */
    void forget(long sequence, long number) {
        settle();
        forget(root, sequence, number);
    }

    private static void forget(Node node, long sequence, long number) {
        node.forgotten.raise(sequence, number);
        node.lastSequence = Math.max(node.lastSequence, sequence); // or a walk would not come by; the order stays
        node.children.values().forEach(child -> forget(child, sequence, number));
    }

    private static Node nodeOf(TopicLog topic) {
        if (topic.node == null) {
            throw new IllegalStateException("not in the tree: " + topic.topic);
        }
        return topic.node;
    }

    /** Finds every topic the filter selects that has had an event after {@code sequence}, and the marks that count. */
    void find(TopicFilter filter, long sequence, Found found) {
        settle();
        find(root, filter.segments(), 0, sequence, found);
    }

    private void find(Node node, List<String> segments, int depth, long sequence, Found found) {
        if (depth == segments.size()) {
            if (node.log != null) {
                found.topic(node.log);
            } else if (node.parent != null) {
                found.forgotten(node.parent.forgotten);
            }
            return;
        }
        String segment = segments.get(depth);
        boolean many = segment.equals("**");
        if (!many && !segment.equals("*")) {
            Node child = node.children.get(segment);
            if (child == null) {
                found.forgotten(node.forgotten);
            } else if (child.lastSequence > sequence) {
                find(child, segments, depth + 1, sequence, found);
            }
            return;
        }
        found.forgotten(node.forgotten);
        for (Node child = node.newest; child != null && child.lastSequence > sequence; child = child.older) {
            if (depth == 0 && child.segment.charAt(0) == '$') {
                continue;
            }
            if (many) {
                findAll(child, sequence, found);
            } else {
                find(child, segments, depth + 1, sequence, found);
            }
        }
    }

    private void findAll(Node node, long sequence, Found found) {
        if (node.log != null) {
            found.topic(node.log);
        }
        found.forgotten(node.forgotten);
        for (Node child = node.newest; child != null && child.lastSequence > sequence; child = child.older) {
            findAll(child, sequence, found);
        }
    }
}
