package dev.realtime.benchmarks.load;

import java.util.List;

/** Pairs of measurements that followed on each other, under about the same conditions. */
record Comparison(List<Pair> pairs) {
    /** What each was, to print, and the CPU time that is compared. */
    record Pair(Object floor, double floorMicros, Object ours, double oursMicros) {
        double ratio() {
            return oursMicros / floorMicros;
        }
    }

    /** As many lines as there are measurements; the last has the ratio. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Pair pair : pairs) {
            text.append(String.format("  %s%n  %s, ratio %.2f%n", pair.floor, pair.ours, pair.ratio()));
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
