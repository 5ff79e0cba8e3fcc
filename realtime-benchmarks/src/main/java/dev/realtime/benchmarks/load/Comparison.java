package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * Both so many times in turn.
     *
     * @param warmUp how many pairs come before, which are not counted: what the JVM compiles costs CPU time, too
     */
    static Comparison of(int warmUp, int pairs, Measuring floor, Measuring ours) throws IOException {
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < warmUp + pairs; i++) {
            all.add(new Pair(floor.run(), ours.run()));
        }
        return new Comparison(all.subList(warmUp, all.size()));
    }

    double floorMicros() {
        return Spread.of(pairs.stream().mapToDouble(pair -> pair.floor.micros)).median();
    }

    double oursMicros() {
        return Spread.of(pairs.stream().mapToDouble(pair -> pair.ours.micros)).median();
    }

    /** As many lines as there are measurements; the last has the ratio. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Pair pair : pairs) {
            text.append(String.format("  %s%n  %s, ratio %.2f%n", pair.floor.what, pair.ours.what, pair.ratio()));
        }
        if (!pairs.isEmpty()) {
            Spread ratios = Spread.of(pairs.stream().mapToDouble(Pair::ratio));
            text.append(String.format(
                    "  ratio of CPU time: median %.2f (%.2f to %.2f)", ratios.median(), ratios.least(), ratios.most()));
        }
        return text.toString();
    }
}
