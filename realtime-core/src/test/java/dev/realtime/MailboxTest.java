package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final RecordingListener recorder = new RecordingListener();
    private boolean full;
    private final Mailbox mailbox = new Mailbox(recorder, this::execute, scheduler);

    private void execute(Runnable task) {
        if (full) {
            throw new RejectedExecutionException();
        }
        tasks.add(task);
    }

    private void put(String limit) {
        mailbox.put(told -> told.refused(null, limit), 0);
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void one_task_tells_all_that_waits_in_order() {
        put("a");
        put("b");
        assertThat(recorder.look()).isEmpty();
        assertThat(tasks).hasSize(1);
        runAll();
        assertThat(recorder.look()).containsExactly("refused a", "refused b");
        put("c");
        runAll();
        assertThat(recorder.look()).containsExactly("refused c");
    }

    @Test
    void what_is_put_while_the_listener_is_told_is_told_after_it() {
        mailbox.put(
                told -> {
                    put("second");
                    told.refused(null, "first");
                },
                0);
        assertThat(tasks).hasSize(1);
        runAll();
        assertThat(recorder.look()).containsExactly("refused first", "refused second");
    }

    @Test
    void beyond_its_bound_what_is_new_is_let_go_of_and_counted() {
        mailbox.put(told -> told.refused(null, "large"), Mailbox.MAX_BYTES - 3 * Mailbox.NOTICE_BYTES);
        for (int i = 0; i < 5; i++) {
            put(String.valueOf(i));
        }
        runAll();
        assertThat(recorder.look()).containsExactly("refused large", "missed 3", "refused 0", "refused 1");
        put("next");
        runAll();
        assertThat(recorder.look()).containsExactly("refused next");
    }

    @Test
    void one_too_large_by_itself_is_counted_though_nothing_else_waits() {
        mailbox.put(told -> told.refused(null, "too large"), Mailbox.MAX_BYTES);
        runAll();
        assertThat(recorder.look()).containsExactly("missed 1");
    }

    @Test
    void where_the_executor_is_full_it_is_asked_again_a_second_later() {
        full = true;
        put("a");
        put("b");
        assertThat(scheduler.size()).isEqualTo(1);
        full = false;
        scheduler.advance(Mailbox.RETRY);
        runAll();
        assertThat(recorder.look()).containsExactly("refused a", "refused b");
    }

    @Test
    void the_end_waits_for_what_came_before_it() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        put("a");
        mailbox.end();
        Thread closing = new Thread(() -> {
            try {
                mailbox.awaitEnd(System.nanoTime() + Duration.ofSeconds(20).toNanos());
                over.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(over.getCount()).isEqualTo(1);
        runAll();
        closing.join();
        assertThat(over.getCount()).isZero();
        assertThat(recorder.look()).containsExactly("refused a");
    }

    @Test
    void the_listener_itself_does_not_wait_for_the_end() {
        List<String> done = new ArrayList<>();
        mailbox.put(
                told -> {
                    mailbox.end();
                    try {
                        mailbox.awaitEnd(System.nanoTime() + Duration.ofDays(1).toNanos());
                        done.add("closed");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                0);
        runAll();
        assertThat(done).containsExactly("closed");
    }
}
