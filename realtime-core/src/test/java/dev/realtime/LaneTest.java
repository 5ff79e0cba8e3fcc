package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.log.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final ManualScheduler time = new ManualScheduler();
    private final List<String> done = new ArrayList<>();

    @Test
    void only_so_many_tasks_are_given_to_the_executor_and_each_is_run_in_order() {
        Lane lane = new Lane(executor, 2, time);
        for (String task : new String[] {"a", "b", "c", "d"}) {
            lane.execute(() -> done.add(task));
        }
        assertThat(executor.size()).isEqualTo(2);
        executor.runAll();
        assertThat(done).containsExactly("a", "b", "c", "d");
        lane.execute(() -> done.add("e"));
        executor.runAll();
        assertThat(done).contains("e");
    }

    @Test
    void a_task_that_throws_takes_no_other_with_it() {
        Lane lane = new Lane(executor, 1, time);
        lane.execute(() -> {
            throw new IllegalStateException("task");
        });
        lane.execute(() -> done.add("next"));
        executor.runAll();
        assertThat(done).containsExactly("next");
    }

    @Test
    void what_the_executor_refuses_is_refused_and_leaves_no_trace() {
        Lane lane = new Lane(executor, 1, time);
        executor.close();
        assertThatThrownBy(() -> lane.execute(() -> done.add("refused")))
                .isInstanceOf(RejectedExecutionException.class);
        executor.reopen();
        lane.execute(() -> done.add("next"));
        executor.runAll();
        assertThat(done).containsExactly("next");
    }

    @Test
    void what_was_taken_while_the_executor_refused_another_is_run_once_it_has_room() {
        List<Lane> lanes = new ArrayList<>();
        Lane lane = new Lane(
                work -> {
                    if (done.isEmpty()) {
                        lanes.get(0).execute(() -> done.add("meanwhile"));
                        done.add("refused");
                    }
                    executor.execute(work);
                },
                1,
                time);
        lanes.add(lane);
        executor.close();
        assertThatThrownBy(() -> lane.execute(() -> done.add("never"))).isInstanceOf(RejectedExecutionException.class);
        time.advance(Lane.AGAIN);
        executor.reopen();
        executor.runAll();
        assertThat(done).containsExactly("refused");
        time.advance(Lane.AGAIN);
        executor.runAll();
        assertThat(done).containsExactly("refused", "meanwhile");
        assertThat(time.size()).isZero();
    }

    @Test
    void what_waits_behind_one_that_hangs_gets_a_thread_though_one_was_refused() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Lane> lanes = new ArrayList<>();
        CountDownLatch ran = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Lane lane = new Lane(
                work -> {
                    if (asked.getAndIncrement() > 0) {
                        threads.execute(work);
                        return;
                    }
                    lanes.get(0).execute(ran::countDown); // whose thread takes what hangs, which was first
                    await(hanging);
                    throw new RejectedExecutionException("full");
                },
                2,
                time);
        lanes.add(lane);
        try {
            lane.execute(() -> {
                hanging.countDown();
                await(end);
            });
            assertThat(ran.getCount()).isOne();
            time.advance(Lane.AGAIN);
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            end.countDown();
            threads.shutdown();
        }
    }

    @Test
    void one_whose_tasks_all_hang_takes_no_more_until_one_has_ended() {
        ManualTicker ticker = new ManualTicker();
        Lane lane = new Lane(executor, 2, time, ticker, Duration.ofSeconds(2));
        lane.execute(() -> done.add("a"));
        ticker.advance(Duration.ofSeconds(1));
        lane.execute(() -> done.add("b"));
        ticker.advance(Duration.ofSeconds(2).minusNanos(1));
        lane.execute(() -> done.add("c"));
        ticker.advance(Duration.ofNanos(1));
        assertThatThrownBy(() -> lane.execute(() -> done.add("d"))).isInstanceOf(Lane.StuckException.class);
        executor.runAll();
        lane.execute(() -> done.add("e"));
        executor.runAll();
        assertThat(done).containsExactly("a", "b", "c", "e");
    }

    /** Before JDK 21 the notifier has a pool of its own, which such hooks could otherwise hold all. */
    @Test
    void hooks_that_hang_leave_room_for_listeners() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Access hanging = Access.of((client, action, topics) -> {
            await(end);
            return true;
        });
        try (Notifier notifier = Notifier.builder().access(hanging).build()) {
            for (int i = 0; i < 200; i++) {
                notifier.subscribeWithin(NotifierRig.client("user " + i), SubscriptionRequest.to("a"));
            }
            CountDownLatch told = new CountDownLatch(1);
            notifier.subscribe("a", event -> told.countDown());
            notifier.publish("a", 1);
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
