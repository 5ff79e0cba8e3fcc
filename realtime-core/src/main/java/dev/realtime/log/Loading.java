package dev.realtime.log;

import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the store that comes after another: what is still so of that one, and what a snapshot adds to it.
 *
 * <p>Nobody sees it before it is whole. So readers find the one or the other, and nothing is taken away under their
 * hands. What was known of losses stays as it was, by number too. For one thread, once.
 */
final class Loading {
    /** Leaves numbers to those losses of the store before that readers may hear of meanwhile. */
    private static final long LEAP = 1L << 40;

    private final long stays;
    private final long now;
    private final Holdings holdings;
    private final Loss forgotten;
    private final Set<Topic> held = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();

    /**
     * An event or, where that is null, the highest loss of a topic.
     *
     * @param number that of the loss, 0 for a new one
     * @param at when it was, by the ticker
     */
    private record Step(
            long sequence, Topic topic, @Nullable Event event, long number, long at) {}

    private Loading(Holdings before, long stays, long now) {
        this.stays = stays;
        this.now = now;
        this.holdings = new Holdings(before, before.losses() + LEAP);
        this.forgotten = before.forgotten();
        before.topics().forEach(this::keep);
    }

    /** A store that nobody reads yet. */
    static Store after(Store before, Snapshot snapshot) {
        Life life = new Life(snapshot.epoch(), snapshot.kept());
        long stays = stays(before, life);
        Loading loading = before.look(held -> new Loading(held, stays, before.now()));
        loading.add(snapshot);
        loading.perform();
        loading.forget(snapshot.lostOfForgotten());
        return new Store(before, life, snapshot.head(), loading.holdings);
    }

    /** The sequence up to which what is in a store is so in the next life, too. */
    static long stays(Store before, Life after) {
        Life life = before.life();
        return life.epoch() == after.epoch() ? Math.min(before.head(), after.unchangedSince(life.generation())) : 0;
    }

    private void keep(TopicLog topic) {
        long lost = Math.min(topic.loss.sequence(), stays);
        if (lost > 0) {
            held.add(topic.topic);
            steps.add(new Step(lost, topic.topic, null, topic.loss.number(), topic.lastAppendedAt()));
        }
        for (long index = topic.begin(); index < topic.end(); index++) {
            Event event = topic.at(index);
            if (event != null && event.sequence() <= stays) {
                held.add(topic.topic);
                steps.add(new Step(event.sequence(), topic.topic, event, 0, topic.appendedAt(index)));
            }
        }
    }

    private void add(Snapshot snapshot) {
        Set<Topic> known = new HashSet<>(snapshot.losses().keySet());
        for (Event event : snapshot.events()) {
            known.add(event.topic());
            if (event.sequence() > stays) {
                steps.add(new Step(event.sequence(), event.topic(), event, 0, now));
            }
        }
        snapshot.losses().forEach((topic, lost) -> {
            if (lost > stays || !held.contains(topic)) {
                lose(topic, lost, 0);
            }
        });
        for (Topic topic : known) {
            if (!held.contains(topic)) { // it may be one of those that were forgotten here
                lose(topic, Math.min(forgotten.sequence(), stays), forgotten.number());
            }
        }
        for (Topic topic : held) {
            if (!known.contains(topic) && snapshot.lostOfForgotten() > stays) { // and this one of those forgotten there
                lose(topic, snapshot.lostOfForgotten(), 0);
            }
        }
    }

    private void lose(Topic topic, long sequence, long number) {
        if (sequence > 0) {
            steps.add(new Step(sequence, topic, null, number, now));
        }
    }

    private void perform() {
        steps.sort(Comparator.comparingLong(Step::sequence));
        for (Step step : steps) {
            TopicLog topic = holdings.of(step.topic);
            Event event = step.event;
            if (event != null && holdings.fits(step.topic, event.size())) {
                holdings.add(topic, topic.adopt(event), step.at);
            } else {
                holdings.lose(topic, step.sequence, step.number, step.at);
            }
            holdings.evict(topic, now);
        }
    }

    /** Last of all, since what enters takes over the mark of the names that are not there. */
    private void forget(long lostOfForgotten) {
        long before = Math.min(forgotten.sequence(), stays);
        if (before > 0) {
            holdings.forget(before, forgotten.number());
        }
        if (lostOfForgotten > stays) {
            holdings.forget(lostOfForgotten, 0);
        }
    }
}
