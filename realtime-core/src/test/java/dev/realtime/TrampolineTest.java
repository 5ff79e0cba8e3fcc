package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrampolineTest {
    @Test
    void a_call_from_within_runs_after_and_not_inside() {
        List<String> steps = new ArrayList<>();
        Trampoline[] itself = new Trampoline[1];
        itself[0] = new Trampoline(() -> {
            steps.add("begin");
            if (steps.size() < 4) {
                itself[0].run();
                itself[0].run();
            }
            steps.add("end");
        });
        itself[0].run();
        assertThat(steps).containsExactly("begin", "end", "begin", "end", "begin", "end");
    }

    @Test
    void a_task_that_throws_runs_again_at_the_next_call() {
        AtomicInteger runs = new AtomicInteger();
        Trampoline trampoline = new Trampoline(() -> {
            runs.incrementAndGet();
            throw new AssertionError("task");
        });
        trampoline.run();
        trampoline.run();
        assertThat(runs).hasValue(2);
    }

    @Test
    void two_threads_never_run_it_at_once_and_no_call_is_lost() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger wanted = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        Trampoline trampoline = new Trampoline(() -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            seen.set(wanted.get());
            inside.decrementAndGet();
        });
        Runnable caller = () -> {
            for (int i = 0; i < 50_000; i++) {
                wanted.incrementAndGet();
                trampoline.run();
            }
        };
        Thread one = new Thread(caller);
        Thread other = new Thread(caller);
        one.start();
        other.start();
        one.join();
        other.join();
        assertThat(most).hasValue(1);
        assertThat(seen).hasValue(100_000);
    }
}
