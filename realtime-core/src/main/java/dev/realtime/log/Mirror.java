package dev.realtime.log;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import java.util.List;

/**
 * Feeds a copy of a log that is elsewhere: what its owner has in hand, who gives {@link #log} to those who read.
 *
 * <p>The copy takes its events, with their numbers and times, instead of numbering them. It lets go of them by its own
 * settings, which need not be in step with those of the log: whichever lets go first, readers are told. Ages count from when
 * an event came here. For one thread at a time, while any number read the copy.
 */
public final class Mirror {
    private final InMemoryEventLog log;

    private Mirror(InMemoryEventLog log) {
        this.log = log;
    }

    /** An empty copy, of no log until the first {@link #load}. Of the settings, those for keys and the clock are not used. */
    public static Mirror of(InMemoryEventLogBuilder settings) {
        return new Mirror(
                new InMemoryEventLog(new Store(settings, "this log is a copy: its events come from elsewhere")));
    }

    /** The copy: for reading, following and sweeping. Its appends fail with {@link IllegalStateException}; closing it does nothing. */
    public InMemoryEventLog log() {
        return log;
    }

    /**
     * Takes in a whole state: at the start, and whenever the feed has a hole, the generation has risen or the log has been
     * replaced. Readers go on meanwhile, and find the state before or after.
     *
     * <ul>
     *   <li>Of another epoch: what was held is dropped. A cursor of the former epoch gets a gap {@code epoch}.
     *   <li>Of a higher generation: what came after the lowest {@code kept} of the new ones is dropped. A cursor beyond that gets a gap
     *       {@code rollback} and resumes there; any other is as good as it was.
     *   <li>Else: what came after the copy's head is added, losses too.
     * </ul>
     *
     * Followers are told of the events that are added, and that readers should look again.
     *
     * @throws IllegalArgumentException where the epoch is the same but the generation is lower or began otherwise, or the
     *     generation is the same but the head before the copy's: a log that loses its newest events raises its generation.
     *     Then nothing is changed
     */
    public void load(Snapshot snapshot) {
        Store before = log.store();
        requireNotBefore(before, snapshot);
        Store after = Loading.after(before, snapshot);
        log.replace(after);
        long known = Loading.stays(before, after.life());
        Followers followers = after.followers();
        for (Event event : snapshot.events()) {
            if (event.sequence() > known) {
                followers.appended(event);
            }
        }
        followers.changed();
    }

    private static void requireNotBefore(Store present, Snapshot snapshot) {
        Life life = present.life();
        if (life.epoch() != snapshot.epoch()) {
            return;
        }
        int generation = snapshot.kept().size();
        if (generation < life.generation()
                || (generation == life.generation() && !life.kept().equals(snapshot.kept()))) {
            throw new IllegalArgumentException(
                    "a generation must begin where it did, and none is taken back; they began after " + life.kept()
                            + ": " + snapshot.kept());
        }
        if (generation == life.generation() && snapshot.head() < present.head()) {
            throw new IllegalArgumentException(
                    "a log that has lost its newest events must raise its generation; head was " + present.head() + ": "
                            + snapshot.head());
        }
    }

    /**
     * Takes in the next event.
     *
     * @throws IllegalArgumentException where its epoch or generation is not the present one, or its sequence not the one
     *     after head: then nothing is changed, and a {@link #load} is due
     */
    public void append(Event event) {
        Store store = log.store();
        requireNext(store, event.id());
        store.take(event);
    }

    /**
     * The topics of which the copy has had events that the log has lost, if it has begun these generations since: to be asked
     * before such a state is loaded, so that the log can tell every copy by a loss. None where the epoch is another, which
     * is a gap for everybody anyway.
     */
    public LostTopics lost(long epoch, List<Long> kept) {
        Store store = log.store();
        Life life = new Life(epoch, kept);
        return store.life().epoch() == epoch
                ? store.look(held -> held.touchedAfter(Loading.stays(store, life)))
                : LostTopics.none();
    }

    /**
     * Takes in that the log has lost events of these topics. The loss has a place as an event has, so that whoever reads
     * one of them and has not come there is told by a gap, whichever were the events.
     *
     * @throws IllegalArgumentException where the place is not the one after head, as for {@link #append}
     */
    public void lose(Cursor place, LostTopics topics) {
        Store store = log.store();
        requireNext(store, place);
        store.lose(place.sequence(), topics);
    }

    private static void requireNext(Store store, Cursor place) {
        Cursor next = store.at(store.head() + 1);
        if (!place.equals(next)) {
            throw new IllegalArgumentException("the next event must be " + next + ": " + place);
        }
    }
}
