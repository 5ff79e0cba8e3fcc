package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Position;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log stays empty, so that only the dispatcher can wake anyone. */
class DispatcherTest {
    private final NotifierRig rig = new NotifierRig();
    private final InMemoryEventLog empty = InMemoryEventLog.create();
    private final RecentTopics recent = new RecentTopics(4, 0);
    private final Dispatcher dispatcher = new Dispatcher("dispatcher", recent, () -> {});
    private final BlockingQueue<String> woken = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        dispatcher.close();
        rig.close();
    }

    @Test
    void it_wakes_by_name_and_by_wildcard_and_only_those_concerned() throws InterruptedException {
        arm("a/b");
        arm("a/*");
        arm("**");
        arm("b");
        arm("$x");
        dispatcher.start();
        published("a/b");
        assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("a/b", "a/*", "**");
        published("b");
        assertThat(next()).isEqualTo("b");
        published("$x");
        assertThat(next()).isEqualTo("$x");
        assertThat(woken).isEmpty();
    }

    @Test
    void what_came_before_its_thread_runs_wakes_too() throws InterruptedException {
        arm("a");
        published("a");
        dispatcher.start();
        assertThat(next()).isEqualTo("a");
    }

    @Test
    void one_that_was_overrun_wakes_everyone() throws InterruptedException {
        arm("a");
        arm("b/*");
        for (int i = 1; i < 20; i++) {
            published("c");
        }
        dispatcher.start();
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("a", "b/*");
    }

    @Test
    void topics_that_nobody_waits_for_are_not_even_noted() {
        arm("a");
        for (int i = 1; i < 20; i++) {
            published("c");
        }
        assertThat(recent.last()).isZero();
        published("a");
        assertThat(recent.last()).isEqualTo(1);
    }

    @Test
    void one_that_lingers_wakes_once_for_all_that_comes_meanwhile() throws InterruptedException {
        BlockingQueue<String> steps = new SynchronousQueue<>();
        Dispatcher lingering = new Dispatcher("lingering", recent, () -> {
            take(steps); // it has begun to wait
            take(steps); // and the wait is over
        });
        List<TopicFilter> topics = List.of(TopicFilter.of("a"));
        Subscription subscription = new Subscription(
                rig.notifier.subscriptions(), empty, lingering, null, topics, empty.locate(topics, From.latest()));
        subscription.onAvailable(() -> woken.add("look"));
        lingering.start();
        try {
            lingering.appended(NotifierRig.topic("a"));
            give(steps, "waits");
            lingering.appended(NotifierRig.topic("a"));
            lingering.appended(NotifierRig.topic("a"));
            assertThat(woken).isEmpty();
            give(steps, "over");
            assertThat(next()).isEqualTo("look");
            lingering.appended(NotifierRig.topic("a"));
            give(steps, "waits for the next"); // so all that came before has been gone through
            assertThat(woken).isEmpty();
            give(steps, "over");
        } finally {
            lingering.close();
        }
    }

    private static void give(BlockingQueue<String> steps, String step) throws InterruptedException {
        assertThat(steps.offer(step, 10, TimeUnit.SECONDS)).as(step).isTrue();
    }

    private static void take(BlockingQueue<String> steps) {
        try {
            steps.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_signal_that_throws_does_not_end_it() throws InterruptedException {
        Subscription failing = subscription("a");
        failing.onAvailable(() -> {
            throw new AssertionError("signal");
        });
        arm("b");
        dispatcher.start();
        published("a");
        published("b");
        assertThat(next()).isEqualTo("b");
    }

    private void published(String topic) {
        dispatcher.appended(NotifierRig.topic(topic));
    }

    private void arm(String filter) {
        subscription(filter).onAvailable(() -> woken.add(filter));
    }

    private Subscription subscription(String filter) {
        List<TopicFilter> topics = List.of(TopicFilter.of(filter));
        Position start = empty.locate(topics, From.latest());
        return new Subscription(rig.notifier.subscriptions(), empty, dispatcher, null, topics, start);
    }

    private String next() throws InterruptedException {
        String filter = woken.poll(10, TimeUnit.SECONDS);
        assertThat(filter).as("somebody is woken").isNotNull();
        return filter;
    }
}
