package dev.realtime.benchmarks.load;

import dev.realtime.event.Json;

/** What is sent: so many bytes of JSON with a running number and the time at which it is to be sent. */
final class Message {
    static final String TOPIC = "load";
    static final String NUMBER = "{\"n\":";
    static final String TIME = ",\"t\":";

    static final int BYTES = 128;

    /** What {@link #TOPIC} is for what is published, for what has been. */
    static final String HISTORY = "history";

    private Message() {}

    /** One that is sent now. */
    static Json of(long number, int bytes) {
        return of(number, System.nanoTime(), bytes);
    }

    static Json of(long number, long nanos, int bytes) {
        String head = NUMBER + number + TIME + nanos + ",\"x\":\"";
        return Json.parse(head + "x".repeat(bytes - 2 - head.length()) + "\"}");
    }

    /** When a message was made, by {@link System#nanoTime}, which the processes of a machine have in common on Linux. */
    static long sentAt(String json) {
        int from = json.indexOf(TIME) + TIME.length();
        return Long.parseLong(json.substring(from, json.indexOf(',', from)));
    }
}
