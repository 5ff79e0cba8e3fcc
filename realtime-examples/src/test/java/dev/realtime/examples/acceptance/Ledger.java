package dev.realtime.examples.acceptance;

import dev.realtime.CloseReason;
import dev.realtime.NotifierListener;
import dev.realtime.Subscription;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Counts the subscriptions of a notifier that have begun and ended, and lets a test wait for a count. Thread-safe. */
final class Ledger implements NotifierListener {
    private final Map<CloseReason, Integer> ended = new EnumMap<>(CloseReason.class);
    private int begun;
    private int open;

    @Override
    public synchronized void subscribed(Subscription subscription) {
        begun++;
        open++;
        notifyAll();
    }

    @Override
    public synchronized void closed(Subscription subscription, CloseReason reason) {
        ended.merge(reason, 1, Integer::sum);
        open--;
        notifyAll();
    }

    synchronized int begun() {
        return begun;
    }

    synchronized int open() {
        return open;
    }

    synchronized int ended(CloseReason reason) {
        return ended.getOrDefault(reason, 0);
    }

    synchronized Map<CloseReason, Integer> ended() {
        return new EnumMap<>(ended);
    }

    /** Whether so many are open before the time is over. */
    boolean awaitOpen(int count, Duration within) throws InterruptedException {
        return await(() -> open == count, within);
    }

    /** Whether so many or more have ended for this reason before the time is over. */
    boolean awaitEnded(CloseReason reason, int count, Duration within) throws InterruptedException {
        return await(() -> ended(reason) >= count, within);
    }

    private synchronized boolean await(BooleanSupplier condition, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
