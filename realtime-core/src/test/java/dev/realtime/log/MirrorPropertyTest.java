package dev.realtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A log elsewhere that evicts, forgets, is rewound and replaced, and a copy of it that misses some of that, all at random.
 * What a reader of the copy is given is compared with all events there ever were, as far as the copy has heard of them.
 */
class MirrorPropertyTest {
    private static final int SEEDS = 400;
    private static final int STEPS = 400;
    private static final List<Topic> TOPICS = List.of("a", "b", "a/x", "a/y", "a/x/z", "b/x/y", "$d", "c").stream()
            .map(Topic::new)
            .toList();
    private static final List<String> FILTERS =
            List.of("a", "b", "a/x", "b/x/y", "$d", "a/*", "*", "**", "a/**", "c/*");

    @Test
    void each_reader_of_a_copy_gets_each_event_once_or_a_gap_that_covers_it() {
        int gaps = 0;
        int rollbacks = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Run run = new Run(seed);
            run.play();
            gaps += run.evictions;
            rollbacks += run.rollbacks;
        }
        assertThat(gaps).as("gaps for evictions").isGreaterThan(SEEDS);
        assertThat(rollbacks).as("gaps for rollbacks").isGreaterThan(SEEDS);
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final boolean roomy;
        private final MirrorRig rig;
        private final MirrorSource source;
        private final List<Reader> readers = new ArrayList<>();
        private List<Event> heardOf = List.of(); // all of the present life up to the copy's head, lost or not
        private int step;
        int evictions;
        int rollbacks;

        private static final class Reader {
            final List<TopicFilter> filters;
            final Set<Event> covered = new HashSet<>(); // by gaps that it was told of
            Position position;
            boolean owed; // a gap, for events that the log has lost before it came to them

            Reader(List<TopicFilter> filters, Position position) {
                this.filters = filters;
                this.position = position;
            }

            boolean selects(Event event) {
                return filters.stream().anyMatch(filter -> filter.matches(event.topic()));
            }
        }

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.roomy = seed % 2 == 0;
            this.rig = new MirrorRig(builder -> builder.maxTotalBytes(roomy ? 1 << 20 : 9_000)
                    .topicIdle(Duration.ofMinutes(roomy ? 100_000 : 2))
                    .retention(new Retention(1 + random.nextInt(8), Duration.ofMinutes(1), 2_000, false)));
            this.source = new MirrorSource(random, 1 + random.nextInt(8), !roomy);
            load();
        }

        void play() {
            for (step = 0; step < STEPS; step++) {
                switch (random.nextInt(16)) {
                    case 0 -> {
                        if (random.nextInt(4) == 0) {
                            source.rewind();
                        }
                    }
                    case 1 -> source.lose(TOPICS.get(random.nextInt(TOPICS.size())));
                    case 2 -> load();
                    case 3 -> {
                        rig.ticker.advance(Duration.ofSeconds(random.nextInt(40)));
                        rig.mirror.log().sweep();
                    }
                    case 4 -> subscribe();
                    case 5, 6, 7 -> {
                        if (!readers.isEmpty()) {
                            read(readers.get(random.nextInt(readers.size())));
                        }
                    }
                    case 8 -> {
                        if (random.nextInt(20) == 0) {
                            source.replace();
                        }
                    }
                    default -> publish();
                }
            }
            load();
            readers.forEach(reader -> {
                while (!read(reader).isEmpty()) {}
                assertThat(reader.position.cursor()).as(where(reader)).isEqualTo(rig.head());
                assertThat(rig.mirror.log().hasNews(reader.filters, reader.position))
                        .as(where(reader))
                        .isFalse();
                assertThat(reader.owed).as(where(reader)).isFalse();
            });
        }

        /** Some reach the copy as they come; the first that does not follow is a hole. */
        private void publish() {
            Event event = source.publish(TOPICS.get(random.nextInt(TOPICS.size())));
            if (random.nextInt(8) > 0) {
                try {
                    rig.mirror.append(event);
                    heardOf = source.all();
                } catch (IllegalArgumentException hole) {
                    load();
                }
            }
        }

        /** As the owner of a copy does: first the log is told what it has lost, then what is left is loaded. */
        private void load() {
            if (rig.head().epoch() == source.epoch) {
                source.lose(rig.mirror.lost(source.epoch, source.kept));
                readers.forEach(this::owe);
            }
            rig.mirror.load(source.snapshot());
            heardOf = source.all();
        }

        private void owe(Reader reader) {
            Cursor place = reader.position.cursor();
            Set<Cursor> left = source.all().stream().map(Event::id).collect(Collectors.toSet());
            reader.owed |= heardOf.stream()
                    .anyMatch(event ->
                            event.sequence() > place.sequence() && reader.selects(event) && !left.contains(event.id()));
        }

        private void subscribe() {
            List<TopicFilter> filters = random.ints(1 + random.nextInt(2), 0, FILTERS.size())
                    .mapToObj(FILTERS::get)
                    .distinct()
                    .map(TopicFilter::of)
                    .toList();
            Cursor head = rig.head();
            Cursor place = random.nextBoolean() || heardOf.isEmpty()
                    ? head
                    : heardOf.get(random.nextInt(heardOf.size())).id();
            readers.add(new Reader(filters, new Position(place, 0)));
            if (readers.size() > 8) {
                readers.remove(0);
            }
        }

        private Batch read(Reader reader) {
            Position before = reader.position;
            if (random.nextInt(10) == 0) { // it was cut off, and comes back with its cursor
                before = new Position(before.cursor(), 0);
            }
            boolean news = rig.mirror.log().hasNews(reader.filters, before);
            Batch batch = rig.mirror.log().readNow(reader.filters, new From.After(before), 1 + random.nextInt(5));
            assertThat(news || batch.isEmpty()).as("news for " + where(reader)).isTrue();
            long from = requireGap(reader, before.cursor(), batch);
            reader.owed &= batch.gap() == null;
            List<Event> after = heardOf.stream()
                    .filter(event -> event.sequence() > from && reader.selects(event))
                    .toList();
            List<Event> retained = after.stream().filter(this::isRetained).toList();
            assertThat(batch.events())
                    .as(where(reader))
                    .isEqualTo(retained.subList(0, batch.events().size()));
            if (batch.gap() != null) {
                after.stream().filter(event -> !isRetained(event)).forEach(reader.covered::add);
            }
            reader.position = batch.position();
            long place = batch.cursor().sequence();
            assertThat(after.stream()
                            .filter(event ->
                                    event.sequence() <= place && !batch.events().contains(event)))
                    .as("missing for " + where(reader))
                    .isSubsetOf(reader.covered);
            return batch;
        }

        /** The gap that there must be, and none in vain; returns where reading goes on. */
        private long requireGap(Reader reader, Cursor cursor, Batch batch) {
            Gap gap = batch.gap();
            if (cursor.epoch() != rig.head().epoch()) {
                assertThat(gap).as(where(reader)).extracting(Gap::reason).isEqualTo(Gap.Reason.EPOCH);
                return 0;
            }
            long unchanged =
                    source.unchangedSince(rig.mirror.log().store().life().kept(), cursor.generation());
            if (cursor.sequence() > unchanged) {
                Cursor resumed = Snapshot.place(
                        cursor.epoch(), rig.mirror.log().store().life().kept(), unchanged);
                assertThat(gap).as(where(reader)).isEqualTo(new Gap(Gap.Reason.ROLLBACK, cursor, resumed));
                rollbacks++;
                return unchanged;
            }
            if (gap != null) {
                evictions++;
                assertThat(gap).as(where(reader)).isEqualTo(new Gap(Gap.Reason.EVICTED, cursor, cursor));
                boolean lost = heardOf.stream()
                        .anyMatch(event ->
                                event.sequence() > cursor.sequence() && reader.selects(event) && !isRetained(event));
                boolean exact = roomy
                        && rig.mirror
                                .log()
                                .store()
                                .life()
                                .kept()
                                .isEmpty(); // a mark beyond what was kept counts for all before it
                assertThat(lost || !exact)
                        .as("a gap in vain for " + where(reader))
                        .isTrue();
            }
            return cursor.sequence();
        }

        private boolean isRetained(Event event) {
            TopicLog topic = rig.mirror.log().store().topic(event.topic().name());
            return topic != null && event.equals(topic.find(event.sequence()));
        }

        private String where(Reader reader) {
            return "seed " + seed + ", step " + step + ": " + reader.filters + " at " + reader.position;
        }
    }
}
