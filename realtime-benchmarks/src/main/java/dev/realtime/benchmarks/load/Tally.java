package dev.realtime.benchmarks.load;

import java.util.Arrays;

/** What all clients of a run got. For one thread at a time. */
final class Tally {
    private int[] micros = new int[1 << 12]; // from publish to receipt
    private int received;
    private int repeated;
    private int skipped;

    void received(long nanos) {
        if (received == micros.length) {
            micros = Arrays.copyOf(micros, received * 2);
        }
        micros[received++] = (int) Math.min(nanos / 1_000, Integer.MAX_VALUE);
    }

    /** A message that is not the one after the last: {@code by} is positive where some are missing before it. */
    void outOfTurn(long by) {
        if (by > 0) {
            skipped += (int) by;
        } else {
            repeated++;
        }
    }

    int received() {
        return received;
    }

    /** Messages that came again, or after a later one. */
    int repeated() {
        return repeated;
    }

    /** Messages that had not come when a later one did. */
    int skipped() {
        return skipped;
    }

    /** The time that this share of the messages took at most, in milliseconds. */
    double millis(double share) {
        if (received == 0) {
            return Double.NaN;
        }
        int[] sorted = Arrays.copyOf(micros, received);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(received - 1L, Math.round(share * received))] / 1_000.0;
    }

    @Override
    public String toString() {
        return String.format("p50 %7.2f ms, p99 %7.2f ms, p99.9 %7.2f ms", millis(0.5), millis(0.99), millis(0.999));
    }
}
