package dev.realtime.examples;

import dev.realtime.Notifier;
import dev.realtime.Publication;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Publishes a price a second on {@code prices/demo}, so that something always moves; one of several nodes does. */
final class PriceTicker {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final double SWING = 0.02;

    private final Notifier notifier;
    private final BooleanSupplier leads;
    private double price = 100;

    private PriceTicker(Notifier notifier, BooleanSupplier leads) {
        this.notifier = notifier;
        this.leads = leads;
    }

    record Price(double price) {}

    static void start(Notifier notifier, BooleanSupplier leads) {
        new PriceTicker(notifier, leads).next();
    }

    private void next() {
        if (leads.getAsBoolean()) {
            publish();
        }
        notifier.scheduler().schedule(this::next, PERIOD);
    }

    private void publish() {
        price *= 1 + ThreadLocalRandom.current().nextDouble(-SWING, SWING);
        notifier.publishAsync(Publication.of("prices/demo", new Price(Math.round(price * 100) / 100.0))
                .withType("price"));
    }
}
