package dev.realtime.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.Notifier;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.examples.Laboratory.Wish;
import dev.realtime.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaboratoryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final Notifier notifier =
            Notifier.builder().scheduler(time).ticker(time).build();
    private final Laboratory laboratory = new Laboratory(notifier);
    private final Subscription subscription = notifier.subscribe(SubscriptionRequest.to("lab/*"));

    @AfterEach
    void close() {
        notifier.close();
    }

    private List<Event> publishedIn(Duration duration) {
        time.advance(duration);
        return subscription.next(1_000).events();
    }

    @Test
    void publishes_as_many_as_were_asked_for_and_numbers_them() {
        assertThat(laboratory.ask(new Wish("a", 5, 100))).isZero();
        List<Event> events = publishedIn(SECOND);
        assertThat(events).hasSize(5);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).topic().name()).isEqualTo("lab/a");
            assertThat(events.get(i).type()).isEqualTo("tick");
            assertThat(events.get(i).data().toString()).startsWith("{\"n\":" + (i + 1) + ",");
        }
        assertThat(laboratory.ask(new Wish("a", 5, 100))).isEqualTo(5);
    }

    @Test
    void the_data_has_exactly_the_size_that_was_asked_for() {
        for (int bytes : List.of(Wish.MIN_BYTES, 1_000, Wish.MAX_BYTES)) {
            laboratory.ask(new Wish("a", 10, bytes));
            assertThat(publishedIn(SECOND))
                    .hasSize(10)
                    .allSatisfy(event -> assertThat(event.data().toString()).hasSize(bytes));
        }
    }

    @Test
    void asking_again_keeps_the_pace_and_another_rate_changes_it() {
        for (int i = 0; i < 10; i++) {
            laboratory.ask(new Wish("a", 2, 100));
            time.advance(Duration.ofMillis(100));
        }
        assertThat(publishedIn(Duration.ZERO)).hasSize(2);
        laboratory.ask(new Wish("a", 50, 100));
        assertThat(publishedIn(SECOND)).hasSize(50);
        laboratory.ask(new Wish("a", 0, 100));
        assertThat(publishedIn(SECOND)).isEmpty();
        laboratory.ask(new Wish("a", 1, 100));
        assertThat(publishedIn(SECOND)).hasSize(1);
    }

    @Test
    void stops_when_nobody_has_asked_for_a_while() {
        laboratory.ask(new Wish("a", 1, 100));
        assertThat(publishedIn(Laboratory.PATIENCE.plusSeconds(10))).hasSize((int) Laboratory.PATIENCE.toSeconds());
        assertThat(laboratory.ask(new Wish("a", 1, 100))).as("begins anew").isZero();
        assertThat(publishedIn(SECOND)).hasSize(1);
    }

    @Test
    void publishes_for_so_many_pages_only_and_a_forgotten_one_makes_room() {
        for (int i = 0; i < Laboratory.MAX_BENCHES; i++) {
            laboratory.ask(new Wish("a" + i, 0, 100));
        }
        assertThatThrownBy(() -> laboratory.ask(new Wish("b", 0, 100)))
                .isInstanceOf(Laboratory.FullException.class)
                .hasMessage("there are 8 pages already that this server publishes for");
        laboratory.ask(new Wish("a0", 1, 100));
        time.advance(Laboratory.PATIENCE.plusMillis(1));
        assertThat(laboratory.ask(new Wish("b", 0, 100))).isZero();
    }

    @Test
    void what_is_out_of_bounds_is_refused() {
        assertThatThrownBy(() -> new Wish("a/b", 1, 100)).hasMessage("bench must be 1 to 16 of a-z and 0-9");
        assertThatThrownBy(() -> new Wish("a", 51, 100)).hasMessage("rate must be 0 to 50: 51");
        assertThatThrownBy(() -> new Wish("a", -1, 100)).hasMessage("rate must be 0 to 50: -1");
        assertThatThrownBy(() -> new Wish("a", 1, 31)).hasMessage("bytes must be 32 to 16384: 31");
        assertThatThrownBy(() -> new Wish("a", 1, 16_385)).hasMessage("bytes must be 32 to 16384: 16385");
    }
}
