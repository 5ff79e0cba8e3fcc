package dev.realtime.log;

import java.security.SecureRandom;

/** Draws the name of a log's life: 64 random bits, never 0. */
final class Epochs {
    private Epochs() {}

    static long random() {
        SecureRandom random = new SecureRandom();
        long epoch = random.nextLong();
        while (epoch == 0) {
            epoch = random.nextLong();
        }
        return epoch;
    }
}
