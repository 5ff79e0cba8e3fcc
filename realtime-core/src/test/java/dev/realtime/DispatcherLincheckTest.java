package dev.realtime;

import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Position;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * A dispatcher that starts, works and parks while a publisher marks topics, interleaved by Lincheck. The reader waits for
 * its signal and nothing else: a lost wake-up is a deadlock, which Lincheck reports with the steps that led to it.
 */
class DispatcherLincheckTest {
    private static final Topic TOPIC = new Topic("a");
    private static final Topic OTHER = new Topic("b");
    private static final InMemoryEventLog EMPTY = InMemoryEventLog.create();
    private static final Position START = EMPTY.locate(List.of(TopicFilter.of("a")), From.latest());
    private static final List<TopicFilter> FILTERS = List.of(TopicFilter.of("a"));
    private static final Notifier NOTIFIER =
            Notifier.builder().access(Access.denyAll()).build();

    @Test
    void an_armed_subscription_is_woken_however_the_threads_run() {
        Lincheck.runConcurrentTest(300, DispatcherLincheckTest::interleave);
    }

    private static void interleave() {
        Dispatcher dispatcher = new Dispatcher("dispatcher", new RecentTopics(4, 0), () -> {});
        Subscription subscription = new Subscription(NOTIFIER.subscriptions(), EMPTY, dispatcher, null, FILTERS, START);
        CountDownLatch signal = new CountDownLatch(1);
        subscription.onAvailable(signal::countDown); // the log is empty: only the dispatcher can wake it
        dispatcher.start();
        Thread publisher = new Thread(() -> {
            dispatcher.appended(OTHER);
            dispatcher.appended(TOPIC);
        });
        publisher.start();
        try {
            signal.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        dispatcher.close();
    }
}
