package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Appends to two topics that keep two events each, and reads, interleaved by Lincheck: a read without a gap must bring
 * what a log that keeps everything would bring, and go on from where that would, in some order of the same calls one after
 * the other.
 */
@Param(name = "after", gen = IntGen.class, conf = "0:3")
public class EventLogLincheckTest {
    private static final Json DATA = Json.of(1);
    private static final Draft A = new Draft(new Topic("t/a"), "message", DATA, null);
    private static final Draft B = new Draft(new Topic("t/b"), "message", DATA, null);
    private static final List<TopicFilter> ONE = LogRig.filters("t/a");
    private static final List<TopicFilter> BOTH = LogRig.filters("t/a", "t/b");
    private static final List<TopicFilter> WILD = LogRig.filters("t/*");
    private static final InMemoryEventLogBuilder BUILDER = InMemoryEventLog.builder()
            .epoch(7)
            .ticker(() -> 0)
            .clock(() -> Instant.EPOCH)
            .retention(Retention.DEFAULT.withMaxEvents(2));

    private final InMemoryEventLog log = BUILDER.build();

    @Operation
    public long appendA() {
        return append(A);
    }

    @Operation
    public long appendB() {
        return append(B);
    }

    @Operation
    public Seen readOne(@Param(name = "after") int after) {
        return read(ONE, after);
    }

    @Operation
    public Seen readBoth(@Param(name = "after") int after) {
        return read(BOTH, after);
    }

    @Operation
    public Seen readWild(@Param(name = "after") int after) {
        return read(WILD, after);
    }

    private long append(Draft draft) {
        return log.append(draft).toCompletableFuture().join().event().sequence();
    }

    private Seen read(List<TopicFilter> filters, int after) {
        Batch batch = log.readNow(filters, From.after(new Cursor(7, 0, after)), 3);
        return new Seen(
                batch.gap() != null,
                batch.events().stream().map(Event::sequence).toList(),
                batch.cursor().sequence());
    }

    /** Keeps everything; its answers are what a reader without a gap must have seen. */
    public static class Endless {
        private final List<Topic> topics = new ArrayList<>();

        public long appendA() {
            topics.add(A.topic());
            return topics.size();
        }

        public long appendB() {
            topics.add(B.topic());
            return topics.size();
        }

        public Seen readOne(int after) {
            return read(List.of(A.topic()), after);
        }

        public Seen readBoth(int after) {
            return read(List.of(A.topic(), B.topic()), after);
        }

        public Seen readWild(int after) {
            return readBoth(after);
        }

        private Seen read(List<Topic> selected, int after) {
            List<Long> events = new ArrayList<>();
            for (int i = after; i < topics.size() && events.size() < 3; i++) {
                if (selected.contains(topics.get(i))) {
                    events.add(i + 1L);
                }
            }
            return new Seen(false, events, events.isEmpty() ? topics.size() : events.get(events.size() - 1));
        }
    }

    /** What a read brought; one with a gap equals any other. Whether a gap is told in vain, other tests ask. */
    public static final class Seen {
        private final boolean gap;
        private final List<Long> events;
        private final long place;

        Seen(boolean gap, List<Long> events, long place) {
            this.gap = gap;
            this.events = events;
            this.place = place;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Seen seen
                    && (gap || seen.gap || (events.equals(seen.events) && place == seen.place));
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public String toString() {
            return (gap ? "gap " : "") + events + ", then after " + place;
        }
    }

    @Test
    void a_read_without_a_gap_has_missed_nothing_in_any_interleaving() {
        Scenarios in = new Scenarios(getClass(), Endless.class);
        in.add(
                        List.of(in.call("appendA"), in.call("appendA")),
                        List.of(in.call("appendA")),
                        List.of(in.call("readOne", 0)))
                .add(
                        List.of(in.call("appendA"), in.call("appendA")),
                        List.of(in.call("appendA")),
                        List.of(in.call("readOne", 2)))
                .add(
                        List.of(in.call("appendA"), in.call("appendB"), in.call("appendB")),
                        List.of(in.call("appendB")),
                        List.of(in.call("readBoth", 0), in.call("readWild", 1)))
                .add(
                        List.of(),
                        List.of(in.call("appendA"), in.call("appendB"), in.call("appendA")),
                        List.of(in.call("readWild", 0)))
                .check(100);
    }

    @Test
    void a_read_without_a_gap_has_missed_nothing_under_stress() {
        new StressOptions()
                .iterations(5)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsBefore(3)
                .actorsPerThread(3)
                .actorsAfter(1)
                .sequentialSpecification(Endless.class)
                .check(getClass());
    }
}
