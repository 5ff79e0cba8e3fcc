package dev.realtime.log;

/**
 * The mark that eviction leaves: the highest sequence that is gone, and the running number of the eviction.
 *
 * <p>Written under the log's lock, read without it. The number is written first and read last, so that a reader never
 * sees a loss without a number at least as high as that loss's.
 */
final class Loss {
    private volatile long sequence;
    private volatile long number;

    void raise(long newSequence, long newNumber) {
        if (newNumber > number) {
            number = newNumber;
        }
        if (newSequence > sequence) {
            sequence = newSequence;
        }
    }

    void raise(Loss other) {
        raise(other.sequence, other.number);
    }

    long sequence() {
        return sequence;
    }

    long number() {
        return number;
    }
}
