package dev.realtime;

import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Draft;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Scenarios;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * A reader that reads and arms, a publisher that appends and wakes, and one that closes, interleaved by Lincheck: when
 * all is quiet, a reader that is armed and has not been signalled has nothing to read and is open.
 */
public class SubscriptionLincheckTest {
    private static final Draft EVENT = new Draft(new Topic("t/a"), "message", Json.of(1), null);
    private static final List<TopicFilter> WILD = List.of(TopicFilter.of("t/*"));
    private static final Notifier NOTIFIER =
            Notifier.builder().access(Access.denyAll()).build();
    private final InMemoryEventLog log =
            InMemoryEventLog.builder().ticker(() -> 0).build();
    private final Dispatcher dispatcher = new Dispatcher("never started", new RecentTopics(4, 0), () -> {});
    private final Subscription subscription =
            new Subscription(NOTIFIER.subscriptions(), log, dispatcher, null, WILD, log.locate(WILD, From.latest()));
    private volatile boolean armed;

    @Operation(nonParallelGroup = "reader")
    public void readAndArm() {
        while (!subscription.next(1).isEmpty()) {}
        armed = true;
        subscription.onAvailable(() -> armed = false);
    }

    /** As a dispatcher that is never late: it finds the subscription right after the event is in the log. */
    @Operation
    public void publish() {
        log.append(EVENT);
        if (dispatcher.index().mayConcern(EVENT.topic())) {
            dispatcher.index().find(EVENT.topic(), Subscription::signal);
        }
    }

    @Operation
    public void close() {
        subscription.close(CloseReason.DRAINING);
    }

    @Validate
    public void no_wake_up_is_lost() {
        if (armed && subscription.closed() != null) {
            throw new AssertionError("closed, and its reader waits");
        }
        if (armed && !subscription.next(1).isEmpty()) {
            throw new AssertionError("there is news, and its reader waits");
        }
    }

    /** Nothing is returned, so there is nothing to compare: all is in the validation. */
    public static class Anything {
        public void readAndArm() {}

        public void publish() {}

        public void close() {}
    }

    @Test
    void no_wake_up_is_lost_in_any_interleaving() {
        Scenarios in = new Scenarios(getClass(), Anything.class);
        in.add(List.of(), List.of(in.call("publish")), List.of(in.call("readAndArm")))
                .add(
                        List.of(in.call("readAndArm")),
                        List.of(in.call("publish"), in.call("publish")),
                        List.of(in.call("readAndArm")))
                .add(List.of(), List.of(in.call("close")), List.of(in.call("readAndArm")))
                .check(80);
    }

    @Test
    void no_wake_up_is_lost_under_stress() {
        new StressOptions()
                .iterations(5)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(0)
                .sequentialSpecification(Anything.class)
                .check(getClass());
    }
}
