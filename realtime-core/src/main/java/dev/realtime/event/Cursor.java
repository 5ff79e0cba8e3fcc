package dev.realtime.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a log, between two events: what a client holds to carry on exactly there.
 *
 * <p>The {@code epoch} names one life of one log; a log that lost everything begins another. The {@code generation}
 * rises when a log's newest events may have been lost. The {@code sequence} is the number of the last event before the
 * place, over all topics, and 0 before the first. Its text, the token that travels, is opaque to clients: 1 to 96 of
 * {@code A-Z a-z 0-9 . _ ~ -}. Immutable.
 */
public record Cursor(long epoch, int generation, long sequence) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{1,96}");
    private static final Pattern OURS =
            Pattern.compile("([0-9a-z]{1,13})(?:\\.([1-9][0-9]{0,9}))?-(0|[1-9][0-9]{0,18})");
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
        return TOKEN.matcher(token).matches();
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
        Matcher parts = OURS.matcher(token);
        if (!parts.matches()) {
            return FOREIGN;
        }
        try {
            Cursor cursor = new Cursor(
                    Long.parseUnsignedLong(parts.group(1), RADIX),
                    parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2)),
                    Long.parseLong(parts.group(3)));
            boolean given = cursor.token().equals(token) && !cursor.isForeign(); // a second spelling never was
            return given ? cursor : FOREIGN;
        } catch (NumberFormatException beyondSixtyFourBits) {
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
