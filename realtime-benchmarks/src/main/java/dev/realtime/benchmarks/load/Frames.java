package dev.realtime.benchmarks.load;

/**
 * Takes what a server says on a WebSocket out of the answer's head and its frames (RFC 6455, section 5.2), which are not masked:
 * their borders may be within a message. For one thread at a time.
 */
final class Frames {
    private enum At {
        HEAD,
        FLAGS,
        LENGTH,
        LONG_LENGTH,
        DATA
    }

    private static final int TWO_BYTES_FOLLOW = 126;

    private At at = At.HEAD;
    private int lineLength; // without its end
    private int lengthBytes; // to come
    private long left; // of the frame

    /** Leaves of these bytes what is said, and returns where that ends. */
    int unwrap(byte[] array, int begin, int end) {
        int kept = begin;
        for (int i = begin; i < end; i++) {
            byte b = array[i];
            switch (at) {
                case HEAD -> head(b);
                case FLAGS -> at = At.LENGTH;
                case LENGTH -> length(b);
                case LONG_LENGTH -> {
                    left = (left << Byte.SIZE) + (b & 0xff);
                    if (--lengthBytes == 0) {
                        at = At.DATA;
                    }
                }
                case DATA -> {
                    array[kept++] = b;
                    if (--left == 0) {
                        at = At.FLAGS;
                    }
                }
            }
        }
        return kept;
    }

    private void head(byte b) {
        if (b == '\n') {
            at = lineLength == 0 ? At.FLAGS : At.HEAD;
            lineLength = 0;
        } else if (b != '\r') {
            lineLength++;
        }
    }

    private void length(byte b) {
        if (b < TWO_BYTES_FOLLOW) {
            left = b;
            at = b == 0 ? At.FLAGS : At.DATA;
        } else {
            left = 0;
            lengthBytes = b == TWO_BYTES_FOLLOW ? Short.BYTES : Long.BYTES;
            at = At.LONG_LENGTH;
        }
    }
}
