package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Appends to two topics that keep two events each, and reads, interleaved by Lincheck. A read must bring what it would bring in
 * some order of the same calls one after the other: with a gap, what such a log keeps, where something is missing; without
 * one, what a log that keeps everything has, for an event goes only after the one that drives it out can be read.
 */
@Param(name = "after", gen = IntGen.class, conf = "0:3")
public class EventLogLincheckTest {
    private static final int KEPT = 2;
    private static final int LIMIT = 3;
    private static final Json DATA = Json.of(1);
    private static final Draft A = new Draft(new Topic("t/a"), "message", DATA, null);
    private static final Draft B = new Draft(new Topic("t/b"), "message", DATA, null);
    private static final List<Draft> BEFORE = List.of(A, B, A); // so that any place that is read after is of this log
    private static final List<TopicFilter> ONE = LogRig.filters("t/a");
    private static final List<TopicFilter> BOTH = LogRig.filters("t/a", "t/b");
    private static final List<TopicFilter> WILD = LogRig.filters("t/*");
    private static final InMemoryEventLogBuilder BUILDER = InMemoryEventLog.builder()
            .epoch(7)
            .ticker(() -> 0)
            .clock(() -> Instant.EPOCH)
            .retention(Retention.DEFAULT.withMaxEvents(KEPT));

    private final InMemoryEventLog log = BUILDER.build();

    public EventLogLincheckTest() {
        BEFORE.forEach(this::append);
    }

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
        Batch batch = log.readNow(filters, From.after(new Cursor(7, 0, after)), LIMIT);
        List<Long> events = batch.events().stream().map(Event::sequence).toList();
        return new Seen(
                Set.of(new Read(batch.gap() != null, events, batch.cursor().sequence())));
    }

    /** What such a log is, for one thread, as plainly as can be said. */
    public static class Plain {
        private final List<Topic> topics = new ArrayList<>(); // of each event there ever was

        public Plain() {
            BEFORE.forEach(draft -> topics.add(draft.topic()));
        }

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
            Read all = brought(false, selected, after, Integer.MAX_VALUE);
            Read kept = brought(false, selected, after, KEPT);
            return new Seen(kept.equals(all) ? Set.of(all) : Set.of(all, kept.withGap()));
        }

        private Read brought(boolean gap, List<Topic> selected, int after, int kept) {
            List<Long> events = new ArrayList<>();
            for (int i = after; i < topics.size() && events.size() < LIMIT; i++) {
                Topic topic = topics.get(i);
                boolean isKept = Collections.frequency(topics.subList(i, topics.size()), topic) <= kept;
                if (selected.contains(topic) && isKept) {
                    events.add(i + 1L);
                }
            }
            return new Read(gap, events, events.isEmpty() ? topics.size() : events.get(events.size() - 1));
        }
    }

    /** What a read brought. */
    record Read(boolean gap, List<Long> events, long place) {
        Read withGap() {
            return new Read(true, events, place);
        }
    }

    /** What a read may bring; it equals another that has one of these as well. */
    public static final class Seen {
        private final Set<Read> oneOf;

        Seen(Set<Read> oneOf) {
            this.oneOf = oneOf;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Seen seen && !Collections.disjoint(oneOf, seen.oneOf);
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public String toString() {
            return oneOf.toString();
        }
    }

    @Test
    void a_read_brings_a_gap_just_where_it_has_missed_something_in_any_interleaving() {
        Scenarios in = new Scenarios(getClass(), Plain.class);
        in.add(List.of(), List.of(in.call("appendA")), List.of(in.call("readOne", 0)))
                .add(List.of(), List.of(in.call("appendA")), List.of(in.call("readOne", 2)))
                .add(
                        List.of(in.call("appendB")),
                        List.of(in.call("appendB")),
                        List.of(in.call("readBoth", 0), in.call("readWild", 1)))
                .add(
                        List.of(),
                        List.of(in.call("appendA"), in.call("appendB"), in.call("appendA")),
                        List.of(in.call("readWild", 0)))
                .check(100);
    }

    @Test
    void a_read_brings_a_gap_just_where_it_has_missed_something_under_stress() {
        new StressOptions()
                .iterations(5)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(1)
                .sequentialSpecification(Plain.class)
                .check(getClass());
    }
}
