package dev.realtime.examples.websocket;

import java.util.concurrent.Semaphore;

/** A client that holds a cursor, and has seen 0, 1, 2 and so on. For one thread at a time, but for the permits. */
public final class Traveller {
    private final int destination;
    private final Semaphore permits;
    private String cursor;
    private int next;

    /** Releases a permit with each event, so that its publisher is not too far ahead. */
    public Traveller(String cursor, int destination, Semaphore permits) {
        this.cursor = cursor;
        this.destination = destination;
        this.permits = permits;
    }

    public String cursor() {
        return cursor;
    }

    public int count() {
        return next;
    }

    public boolean isThere() {
        return next == destination;
    }

    void take(int number) {
        if (number != next) {
            throw new AssertionError("after " + (next - 1) + " came " + number);
        }
        next++;
        permits.release();
    }

    void arriveAt(String place) {
        cursor = place;
    }
}
