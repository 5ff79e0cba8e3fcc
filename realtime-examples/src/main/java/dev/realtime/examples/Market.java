package dev.realtime.examples;

import dev.realtime.Notifier;
import dev.realtime.Publication;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A made-up market: the prices of several instruments move at random, each at a pace of its own, and are published on
 * {@code market/<symbol>}. Of several nodes one does so; the next begins with the opening prices.
 */
final class Market {
    static final List<Instrument> INSTRUMENTS = List.of(
            new Instrument("ANVL", 101.25, Duration.ofMillis(400)),
            new Instrument("BREW", 18.40, Duration.ofMillis(700)),
            new Instrument("CIDR", 64.00, Duration.ofSeconds(1)),
            new Instrument("DUCK", 7.77, Duration.ofMillis(1_500)),
            new Instrument("ECHO", 230.10, Duration.ofSeconds(2)),
            new Instrument("FERN", 42.00, Duration.ofSeconds(3)),
            new Instrument("GLUE", 12.34, Duration.ofSeconds(5)),
            new Instrument("HUSK", 350.00, Duration.ofSeconds(8)));

    private static final double SWING = 0.012;

    /** Back to where it came from, or a price would come to nothing in a day. */
    private static final double PULL = 0.02;

    private final Notifier notifier;
    private final BooleanSupplier leads;
    private final RandomGenerator random;

    private Market(Notifier notifier, BooleanSupplier leads, RandomGenerator random) {
        this.notifier = notifier;
        this.leads = leads;
        this.random = random;
    }

    record Instrument(String symbol, double opening, Duration period) {}

    /** What is published: the price now, and what it was when the market opened. */
    record Quote(double price, double opening) {}

    /** Publishes every opening price at once where this node leads, and goes on until the notifier is closed. */
    static void open(Notifier notifier, BooleanSupplier leads, RandomGenerator random) {
        Market market = new Market(notifier, leads, random);
        INSTRUMENTS.forEach(instrument -> market.move(instrument, instrument.opening()));
    }

    private void move(Instrument instrument, double price) {
        double next = leads.getAsBoolean() ? publish(instrument, price) : price;
        notifier.scheduler().schedule(() -> move(instrument, next), instrument.period());
    }

    /** Returns the next price. */
    private double publish(Instrument instrument, double price) {
        double rounded = Math.round(price * 100) / 100.0;
        Quote quote = new Quote(rounded, instrument.opening());
        notifier.publishAsync(Publication.of("market/" + instrument.symbol(), quote));
        return price * (1 + random.nextDouble(-SWING, SWING)) + PULL * (instrument.opening() - price);
    }
}
