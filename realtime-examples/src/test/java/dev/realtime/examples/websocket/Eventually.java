package dev.realtime.examples.websocket;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** For what nobody tells of: threads that end, connections that a container still closes. */
final class Eventually {
    private static final int DEADLINE_SECONDS = 20;

    private Eventually() {}

    static void is(Callable<Boolean> so, String otherwise) throws Exception {
        within(DEADLINE_SECONDS, so, otherwise);
    }

    static void within(int seconds, Callable<Boolean> so, String otherwise) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!so.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(otherwise + ", after " + seconds + " s");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
