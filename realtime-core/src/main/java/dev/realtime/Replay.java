package dev.realtime;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.InMemoryEventLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last events of some topics up to a place, read bit by bit; what is evicted meanwhile is left out. For one thread at a time. */
public final class Replay {
    private final InMemoryEventLog log;
    private final List<TopicFilter> topics;
    private final Cursor upTo;
    private final Replays.@Nullable UnderWay underWay;
    private Cursor place;

    Replay(
            InMemoryEventLog log,
            List<TopicFilter> topics,
            int count,
            Cursor upTo,
            Replays.@Nullable UnderWay underWay) {
        this.log = log;
        this.topics = topics;
        this.upTo = upTo;
        this.underWay = underWay;
        this.place = count == 0 ? upTo : log.locateLast(topics, count, upTo);
    }

    /** As {@link Subscription#isReplaying}: whether it is one of those of which there are so many at most. */
    public boolean isCounted() {
        return underWay != null && underWay.isCounted();
    }

    /**
     * The next ones, at most {@code limit}, whose payloads add up to {@code maxBytes} at most where there are several; none when it is
     * over.
     */
    public List<Event> next(int limit, long maxBytes) {
        List<Event> events = log.readUpTo(topics, place, upTo, limit, maxBytes);
        if (!events.isEmpty()) {
            place = events.get(events.size() - 1).id();
        } else if (underWay != null) {
            underWay.end();
        }
        return events;
    }
}
