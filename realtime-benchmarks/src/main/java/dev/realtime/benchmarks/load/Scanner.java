package dev.realtime.benchmarks.load;

import java.nio.charset.StandardCharsets;

/**
 * Finds the messages of one client in the bytes that it gets, whatever the protocol around them, and sees to their order. For one
 * thread at a time.
 */
final class Scanner {
    /** Longer than what a message begins with, up to and with its time; no message is shorter. */
    static final int HEAD = 96;

    private static final byte[] NUMBER = Message.NUMBER.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIME = Message.TIME.getBytes(StandardCharsets.US_ASCII);

    private long next;
    private int received;

    int received() {
        return received;
    }

    /** Takes the messages whose head is there, and returns where to look when there is more. */
    int scan(byte[] array, int end, Tally tally) {
        int from = 0;
        for (int i = 0; i + NUMBER.length <= end; i++) {
            if (array[i] != NUMBER[0] || array[i + 2] != NUMBER[2] || array[i + 4] != NUMBER[4]) {
                continue;
            }
            if (i + HEAD > end) {
                return i;
            }
            int comma = i + NUMBER.length;
            while (array[comma] != ',') {
                comma++;
            }
            int time = comma + TIME.length;
            int after = time;
            while (array[after] != ',') {
                after++;
            }
            take(number(array, i + NUMBER.length, comma), number(array, time, after), tally);
            i = after;
            from = after;
        }
        return Math.max(from, end - NUMBER.length);
    }

    private static long number(byte[] array, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + array[i] - '0';
        }
        return number;
    }

    private void take(long number, long sentAt, Tally tally) {
        received++;
        tally.received(System.nanoTime() - sentAt);
        if (number != next) {
            tally.outOfTurn(number - next);
        }
        next = Math.max(next, number + 1);
    }
}
