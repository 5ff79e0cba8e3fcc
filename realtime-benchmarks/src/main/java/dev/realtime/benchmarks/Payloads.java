package dev.realtime.benchmarks;

import dev.realtime.event.Json;
import dev.realtime.event.Topic;

/** What the benchmarks publish, and where. */
final class Payloads {
    private static final int BYTES = 128;

    private Payloads() {}

    /** A JSON string of 128 bytes. */
    static Json json() {
        return Json.parse('"' + "x".repeat(BYTES - 2) + '"');
    }

    /** So many names of three segments. */
    static String[] topics(int count) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = new Topic("orders/" + i % 100 + "/" + i).name();
        }
        return names;
    }
}
