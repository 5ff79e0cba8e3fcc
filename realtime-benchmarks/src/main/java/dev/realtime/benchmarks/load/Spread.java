package dev.realtime.benchmarks.load;

import java.util.stream.DoubleStream;

/** What several runs came to: the middle one, the least and the most. */
record Spread(double median, double least, double most) {
    static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    @Override
    public String toString() {
        return String.format("%.0f (%.0f to %.0f)", median, least, most);
    }
}
