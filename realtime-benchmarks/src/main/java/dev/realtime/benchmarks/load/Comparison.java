package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Pairs of measurements that followed on each other, under about the same conditions. */
record Comparison(List<Pair> pairs) {
    /**
     * One run.
     *
     * @param what what it was, to print
     * @param micros the CPU time that is compared
     */
    record Measurement(Object what, double micros) {}

    /** What makes a run. */
    @FunctionalInterface
    interface Measuring {
        Measurement run() throws IOException;
    }

    record Pair(Measurement floor, Measurement ours) {
        double ratio() {
            return ours.micros / floor.micros;
        }
    }

    /** Both so many times in turn, after one time each that is not counted. */
    static Comparison of(int pairs, Measuring floor, Measuring ours) throws IOException {
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i <= pairs; i++) {
            all.add(new Pair(floor.run(), ours.run()));
        }
        return new Comparison(all.subList(1, all.size()));
    }

    double floorMicros() {
        return median(pairs.stream().mapToDouble(pair -> pair.floor.micros));
    }

    double oursMicros() {
        return median(pairs.stream().mapToDouble(pair -> pair.ours.micros));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** As many lines as there are measurements; the last has the ratio. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Pair pair : pairs) {
            text.append(String.format("  %s%n  %s, ratio %.2f%n", pair.floor.what, pair.ours.what, pair.ratio()));
        }
        double[] ratios = pairs.stream().mapToDouble(Pair::ratio).sorted().toArray();
        if (ratios.length > 0) {
            text.append(String.format(
                    "  ratio of CPU time: median %.2f (%.2f to %.2f)",
                    ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]));
        }
        return text.toString();
    }
}
