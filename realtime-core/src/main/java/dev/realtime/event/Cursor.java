package dev.realtime.event;

/**
 * A place in a log, between two events: what a client holds to carry on exactly there.
 *
 * <p>The {@code epoch} names one life of one log; a log that lost everything begins another. The {@code generation}
 * rises when a log's newest events may have been lost. The {@code sequence} is the number of the last event before the
 * place, over all topics, and 0 before the first. Its text, the token that travels, is opaque to clients: 1 to 96 of
 * {@code A-Z a-z 0-9 . _ ~ -}. Immutable.
 */
public record Cursor(long epoch, int generation, long sequence) {
    private static final int MAX_TOKEN = 96;
    private static final int RADIX = 36;

    /** Stands for every well-formed token that no log of this library wrote: reading after it begins with a gap. */
    public static final Cursor FOREIGN = new Cursor(0, 0, 0);

    public Cursor {
        if (generation < 0 || sequence < 0) {
            throw new IllegalArgumentException(
                    "generation and sequence must not be negative: " + generation + ", " + sequence);
        }
    }

    /** Whether {@code token} keeps the character rule of tokens. */
    public static boolean isWellFormed(String token) {
        if (token.isEmpty() || token.length() > MAX_TOKEN) {
            return false;
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "._~-".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /**
     * The cursor that was written as {@code token}, or {@link #FOREIGN} where none was.
     *
     * @throws IllegalArgumentException where the token breaks the character rule
     */
    public static Cursor parse(String token) {
        if (!isWellFormed(token)) {
            throw new IllegalArgumentException("cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -");
        }
        int dot = token.indexOf('.');
        int dash = token.lastIndexOf('-');
        if (dash < 0 || dot > dash) {
            return FOREIGN;
        }
        try {
            Cursor cursor = new Cursor(
                    Long.parseUnsignedLong(token, 0, dot < 0 ? dash : dot, RADIX),
                    dot < 0 ? 0 : Integer.parseInt(token, dot + 1, dash, 10),
                    Long.parseLong(token, dash + 1, token.length(), 10));
            boolean given = cursor.token().equals(token) && !cursor.isForeign(); // a second spelling never was
            return given ? cursor : FOREIGN;
        } catch (IllegalArgumentException noNumberOrBeyondItsBits) {
            return FOREIGN;
        }
    }

    /** True for {@link #FOREIGN} alone: no log has the epoch 0. */
    public boolean isForeign() {
        return epoch == 0;
    }

    /** This place moved to another sequence of the same life of the log. */
    public Cursor at(long otherSequence) {
        return new Cursor(epoch, generation, otherSequence);
    }

    /** The text that travels. */
    public String token() {
        String life = Long.toUnsignedString(epoch, RADIX);
        return generation == 0 ? life + "-" + sequence : life + "." + generation + "-" + sequence;
    }

    @Override
    public String toString() {
        return token();
    }
}
