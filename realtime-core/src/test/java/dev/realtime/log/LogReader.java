package dev.realtime.log;

import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import java.util.List;
import java.util.StringJoiner;

/** Reads on and on, as a subscription does, and shows each batch as text: {@code gap(EVICTED 3->3) 4 5}. */
final class LogReader {
    private final InMemoryEventLog log;
    private final List<TopicFilter> filters;
    private Position position;

    LogReader(InMemoryEventLog log, List<TopicFilter> filters, From from) {
        this.log = log;
        this.filters = filters;
        this.position = log.locate(filters, from);
    }

    /** The next batch: its gap, then the sequences of its events; empty text for neither. */
    String next(int limit) {
        Batch batch = log.readNow(filters, new From.After(position), limit);
        position = batch.position();
        return show(batch);
    }

    String next() {
        return next(1_000);
    }

    long place() {
        return position.cursor().sequence();
    }

    boolean hasNews() {
        return log.hasNews(filters, position);
    }

    static String show(Batch batch) {
        StringJoiner text = new StringJoiner(" ");
        Gap gap = batch.gap();
        if (gap != null) {
            String from = gap.from() == null ? "" : gap.from().sequence() + "->";
            text.add("gap(" + gap.reason() + " " + from + gap.resumed().sequence() + ")");
        }
        for (Event event : batch.events()) {
            text.add(String.valueOf(event.sequence()));
        }
        return text.toString();
    }
}
