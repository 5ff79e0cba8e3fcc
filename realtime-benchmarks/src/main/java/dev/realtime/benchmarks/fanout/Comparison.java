package dev.realtime.benchmarks.fanout;

import java.util.List;

/** The pairs of runs of one load. */
record Comparison(String name, List<Pair> pairs) {
    /** What followed on each other, under about the same conditions. */
    record Pair(Run floor, Run ours) {
        double ratio() {
            return ours.cpuMicros() / floor.cpuMicros();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append('\n');
        for (Pair pair : pairs) {
            text.append("  ").append(pair.floor).append("\n  ").append(pair.ours);
            text.append(String.format(", ratio %.2f%n", pair.ratio()));
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
