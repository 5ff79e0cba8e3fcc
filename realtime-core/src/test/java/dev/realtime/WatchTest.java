package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Duration TICK = Duration.ofMillis(250);

    private final NotifierRig rig = new NotifierRig();
    private final Watch<Watch.Watched> watch = new Watch<>(rig.notifier);
    private final List<String> ticks = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void it_looks_after_all_four_times_a_second_with_the_time_that_is() {
        Watch.Watched one = now -> ticks.add("one at " + (now == rig.ticker.nanos()));
        watch.add(one);
        watch.add(now -> ticks.add("other"));
        rig.scheduler.advance(TICK.minusNanos(1));
        assertThat(ticks).isEmpty();
        rig.scheduler.advance(Duration.ofNanos(1));
        assertThat(ticks).containsExactlyInAnyOrder("one at true", "other");
        watch.remove(one);
        ticks.clear();
        rig.scheduler.advance(TICK.multipliedBy(2));
        assertThat(ticks).containsExactly("other", "other");
    }

    @Test
    void it_costs_no_timer_while_nobody_is_looked_after_and_one_for_many() {
        int before = rig.scheduler.size();
        Watch.Watched one = now -> {};
        watch.add(one);
        watch.add(now -> {});
        assertThat(rig.scheduler.size()).isEqualTo(before + 1);
        watch.all().forEach(watch::remove);
        rig.scheduler.advance(TICK);
        assertThat(rig.scheduler.size()).isEqualTo(before);
        watch.add(one);
        assertThat(rig.scheduler.size()).isEqualTo(before + 1);
    }

    @Test
    void one_that_throws_harms_nobody() {
        watch.add(now -> {
            throw new AssertionError("watched");
        });
        watch.add(now -> ticks.add("other"));
        rig.scheduler.advance(TICK.multipliedBy(2));
        assertThat(ticks).containsExactly("other", "other");
    }

    @Test
    void one_may_leave_while_it_is_looked_after() {
        Watch.Watched[] itself = new Watch.Watched[1];
        itself[0] = now -> {
            ticks.add("once");
            watch.remove(itself[0]);
        };
        watch.add(itself[0]);
        rig.scheduler.advance(TICK.multipliedBy(3));
        assertThat(ticks).containsExactly("once");
    }
}
