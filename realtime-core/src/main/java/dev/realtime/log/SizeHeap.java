package dev.realtime.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The topics of a log with the one that holds the most bytes on top, and of equals the one that was quiet the longest: a
 * binary heap. Guarded by the log's lock.
 */
final class SizeHeap {
    private final List<TopicLog> heap = new ArrayList<>();

    TopicLog largest() {
        return heap.get(0);
    }

    /** The largest of the others, of which there must be one. */
    TopicLog largestBut(TopicLog topic) {
        if (heap.get(0) != topic) {
            return heap.get(0);
        }
        return heap.size() > 2 && goesFirst(heap.get(2), heap.get(1)) ? heap.get(2) : heap.get(1);
    }

    void add(TopicLog topic) {
        heap.add(topic);
        topic.heapIndex = heap.size() - 1;
        up(topic);
    }

    /** Puts a topic whose size has changed where it belongs. */
    void update(TopicLog topic) {
        up(topic);
        down(topic);
    }

    void remove(TopicLog topic) {
        TopicLog last = heap.remove(heap.size() - 1);
        if (last != topic) {
            place(last, topic.heapIndex);
            update(last);
        }
        topic.heapIndex = -1;
    }

    private void up(TopicLog topic) {
        int index = topic.heapIndex;
        while (index > 0) {
            TopicLog parent = heap.get((index - 1) / 2);
            if (!goesFirst(topic, parent)) {
                break;
            }
            int above = parent.heapIndex;
            place(parent, index);
            index = above;
        }
        place(topic, index);
    }

    private void down(TopicLog topic) {
        int index = topic.heapIndex;
        for (int child = 2 * index + 1; child < heap.size(); child = 2 * index + 1) {
            if (child + 1 < heap.size() && goesFirst(heap.get(child + 1), heap.get(child))) {
                child++;
            }
            if (!goesFirst(heap.get(child), topic)) {
                break;
            }
            place(heap.get(child), index);
            index = child;
        }
        place(topic, index);
    }

    private static boolean goesFirst(TopicLog a, TopicLog b) {
        return a.bytes() > b.bytes() || (a.bytes() == b.bytes() && a.lastSequence() < b.lastSequence());
    }

    private void place(TopicLog topic, int index) {
        heap.set(index, topic);
        topic.heapIndex = index;
    }
}
