package dev.realtime.benchmarks.fanout;

import dev.realtime.event.Json;

/** What is sent: 128 bytes of JSON with a running number and the time of its sending. */
final class Message {
    static final String TOPIC = "load";
    static final String NUMBER = "{\"n\":";
    static final String TIME = ",\"t\":";

    private static final int BYTES = 128;

    private Message() {}

    static Json of(long number) {
        String head = NUMBER + number + TIME + System.nanoTime() + ",\"x\":\"";
        return Json.parse(head + "x".repeat(BYTES - 2 - head.length()) + "\"}");
    }
}
