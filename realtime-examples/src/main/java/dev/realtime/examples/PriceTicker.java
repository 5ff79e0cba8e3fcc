package dev.realtime.examples;

import dev.realtime.Notifier;
import dev.realtime.Publication;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Publishes a price a second on {@code prices/demo}, so that something always moves. */
final class PriceTicker {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final double SWING = 0.02;

    private final Notifier notifier;
    private double price = 100;

    private PriceTicker(Notifier notifier) {
        this.notifier = notifier;
    }

    record Price(double price) {}

    static void start(Notifier notifier) {
        new PriceTicker(notifier).next();
    }

    private void next() {
        price *= 1 + ThreadLocalRandom.current().nextDouble(-SWING, SWING);
        notifier.publishAsync(Publication.of("prices/demo", new Price(Math.round(price * 100) / 100.0))
                .withType("price"));
        notifier.scheduler().schedule(this::next, PERIOD);
    }
}
