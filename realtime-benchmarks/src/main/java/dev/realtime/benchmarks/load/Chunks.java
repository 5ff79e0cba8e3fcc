package dev.realtime.benchmarks.load;

/**
 * Takes the body of one HTTP answer out of its head and its chunks (RFC 9112, section 7.1): their borders may be within a message.
 * For one thread at a time.
 */
final class Chunks {
    private enum At {
        HEAD,
        SIZE,
        DATA,
        LINE_END
    }

    private At at = At.HEAD;
    private int lineLength; // without its end
    private int left; // of the chunk

    /** Leaves of these bytes what is of the body, and returns where that ends. */
    int unwrap(byte[] array, int begin, int end) {
        int kept = begin;
        for (int i = begin; i < end; i++) {
            byte b = array[i];
            if (at == At.DATA) {
                array[kept++] = b;
                if (--left == 0) {
                    at = At.LINE_END;
                }
            } else if (b == '\n') {
                lineEnds();
            } else if (b != '\r') {
                lineLength++;
                left = at == At.SIZE ? 16 * left + Character.digit(b, 16) : 0;
            }
        }
        return kept;
    }

    private void lineEnds() {
        if (at == At.LINE_END || (at == At.HEAD && lineLength == 0)) {
            at = At.SIZE;
        } else if (at == At.SIZE) {
            at = At.DATA;
        }
        lineLength = 0;
    }
}
