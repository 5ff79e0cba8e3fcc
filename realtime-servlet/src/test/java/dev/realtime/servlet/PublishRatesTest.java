package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Client;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublishRatesTest {
    private static final long SECOND = 1_000_000_000;
    private static final long BEGIN = Long.MAX_VALUE - SECOND; // soon wraps round, as System.nanoTime may

    private long now = BEGIN;
    private Runnable meanwhile = () -> {};
    private final PublishRates rates = new PublishRates(2, () -> {
        meanwhile.run();
        return now;
    });

    private boolean admits(@Nullable String principal, String address, long sinceBegin) {
        now = BEGIN + sinceBegin;
        return rates.admits(new Client(principal, address, Map.of(), "publish"));
    }

    @Test
    void those_of_a_second_may_come_at_once_and_then_one_for_each_part_of_it() {
        assertThat(admits("ann", "", 0)).isTrue();
        assertThat(admits("ann", "", 0)).isTrue();
        assertThat(admits("ann", "", 0)).isFalse();
        assertThat(admits("ann", "", SECOND / 2 - 1)).isFalse();
        assertThat(admits("ann", "", SECOND / 2)).isTrue();
        assertThat(admits("ann", "", SECOND / 2)).isFalse();
        assertThat(admits("ann", "", 10 * SECOND)).isTrue();
        assertThat(admits("ann", "", 10 * SECOND)).isTrue();
        assertThat(admits("ann", "", 10 * SECOND)).isFalse();
    }

    @Test
    void each_login_has_its_own_and_each_address_of_who_is_not_logged_in() {
        for (int i = 0; i < 2; i++) {
            assertThat(admits("ann", "192.0.2.1", 0)).isTrue();
            assertThat(admits("192.0.2.1", "192.0.2.1", 0)).isTrue();
            assertThat(admits(null, "192.0.2.1", 0)).isTrue();
            assertThat(admits(null, "192.0.2.2", 0)).isTrue();
        }
        assertThat(admits("ann", "192.0.2.9", 0)).isFalse();
        assertThat(admits(null, "192.0.2.1", 0)).isFalse();
    }

    @Test
    void nothing_is_kept_of_who_has_published_nothing_for_a_second() {
        for (int i = 0; i < 1_000; i++) {
            admits(null, "address " + i, 0);
        }
        assertThat(rates.size()).isEqualTo(1_000);
        admits("ann", "", SECOND);
        assertThat(rates.size()).isEqualTo(1);
    }

    @Test
    void nobody_of_the_same_login_comes_between_the_time_and_what_it_is_for() {
        Thread other = new Thread(() -> admits("ann", "", 0));
        meanwhile = () -> {
            meanwhile = () -> {};
            other.start();
            while (other.getState() != Thread.State.BLOCKED) {
                assertThat(other.isAlive()).isTrue();
            }
        };
        assertThat(admits("ann", "", 0)).isTrue();
    }
}
