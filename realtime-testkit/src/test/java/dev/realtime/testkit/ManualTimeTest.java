package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
    private final ManualTime time = new ManualTime();
    private final List<String> ran = new ArrayList<>();

    private Scheduler.Scheduled in(int seconds, String name) {
        long begin = time.nanos();
        return time.schedule(
                () -> ran.add(name + " at " + (time.nanos() - begin) / 1_000_000_000), Duration.ofSeconds(seconds));
    }

    @Test
    void what_is_due_runs_in_its_order_and_at_its_time() {
        in(3, "c");
        in(1, "a");
        in(1, "b");
        in(10, "later");
        time.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("a at 1", "b at 1", "c at 3");
        assertThat(time.scheduled()).isEqualTo(1);
    }

    @Test
    void a_task_may_schedule_the_next() {
        time.schedule(() -> in(1, "next"), Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("next at 1");
    }

    @Test
    void what_is_cancelled_never_runs() {
        in(1, "a").cancel();
        time.advance(Duration.ofSeconds(5));
        assertThat(ran).isEmpty();
    }

    @Test
    void the_wall_clock_goes_along_and_may_jump_while_no_time_passes() {
        Instant before = time.instant();
        time.advance(Duration.ofMinutes(1));
        assertThat(time.instant()).isEqualTo(before.plusSeconds(60));
        long nanos = time.nanos();
        time.jumpTo(Instant.EPOCH);
        assertThat(time.instant()).isEqualTo(Instant.EPOCH);
        assertThat(time.nanos()).isEqualTo(nanos);
    }
}
