package dev.realtime.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.realtime.Notifier;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.log.From;
import dev.realtime.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the price board shows. */
class MarketTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();

    private static List<Event> retained(Notifier notifier) {
        try (Subscription all =
                notifier.subscribe(SubscriptionRequest.to("market/*").from(From.earliest()))) {
            return all.next(1_000).events();
        }
    }

    @Test
    void who_comes_late_gets_the_latest_price_of_each_instrument_and_no_gap() {
        try (Notifier notifier =
                Notifier.builder().log(DemoApplication.log()).scheduler(time).build()) {
            Market.open(notifier, () -> true, new Random(1));
            time.advance(MINUTE);
            assertThat(retained(notifier))
                    .extracting(event -> event.topic().name())
                    .containsExactlyInAnyOrderElementsOf(Market.INSTRUMENTS.stream()
                            .map(instrument -> "market/" + instrument.symbol())
                            .toList());
        }
    }

    @Test
    void each_moves_at_a_pace_of_its_own_and_stays_a_price() {
        try (Notifier notifier = Notifier.builder().scheduler(time).build()) {
            Market.open(notifier, () -> true, new Random(1));
            time.advance(MINUTE);
            Map<String, Long> counts = retained(notifier).stream()
                    .collect(Collectors.groupingBy(event -> event.topic().name(), Collectors.counting()));
            for (Market.Instrument instrument : Market.INSTRUMENTS) {
                assertThat(counts)
                        .containsEntry("market/" + instrument.symbol(), 1 + MINUTE.dividedBy(instrument.period()));
            }
            assertThat(retained(notifier))
                    .allSatisfy(event -> assertThat(event.data().toString())
                            .matches("\\{\"price\":\\d+\\.\\d{1,2},\"opening\":\\d+\\.\\d{1,2}}"));
        }
    }

    @Test
    void a_price_stays_near_where_it_opened() {
        try (Notifier notifier =
                Notifier.builder().log(DemoApplication.log()).scheduler(time).build()) {
            Market.open(notifier, () -> true, new Random(1));
            time.advance(Duration.ofHours(2));
            for (Event event : retained(notifier)) {
                List<Double> priceAndOpening = Pattern.compile("[0-9.]+")
                        .matcher(event.data().toString())
                        .results()
                        .map(number -> Double.valueOf(number.group()))
                        .toList();
                assertThat(priceAndOpening.get(0)).isCloseTo(priceAndOpening.get(1), withinPercentage(30));
            }
        }
    }
}
