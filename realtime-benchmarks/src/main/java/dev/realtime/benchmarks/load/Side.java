package dev.realtime.benchmarks.load;

import java.util.Locale;

/** What is compared: the bare container, and ours on it. */
enum Side {
    FLOOR,
    OURS;

    String path() {
        return name().toLowerCase(Locale.ROOT);
    }
}
