package dev.realtime.stomp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A version of the protocol that this server speaks, with what differs in how its frames are written. */
enum StompVersion {
    V1_0("1.0", HeaderEscapes.NONE),
    V1_1("1.1", HeaderEscapes.LINE_FEEDS),
    V1_2("1.2", HeaderEscapes.LINE_ENDS);

    /** As the {@code version} header of an ERROR lists them (1.2, "Protocol Negotiation"). */
    static final String SUPPORTED = "1.0,1.1,1.2";

    private final String wire;
    private final HeaderEscapes escapes;

    StompVersion(String wire, HeaderEscapes escapes) {
        this.wire = wire;
        this.escapes = escapes;
    }

    /**
     * The highest version of a client's list that this server speaks too, or null for none (1.2, "Protocol Negotiation").
     *
     * @param accepted the {@code accept-version} header; null means that the client speaks 1.0 only
     */
    static @Nullable StompVersion negotiate(@Nullable String accepted) {
        if (accepted == null) {
            return V1_0;
        }
        StompVersion highest = null;
        for (StompVersion version : values()) {
            if (Arrays.asList(accepted.trim().split("\\s*,\\s*")).contains(version.wire)) {
                highest = version;
            }
        }
        return highest;
    }

    /** Whether a line may end with CR LF (1.2, "STOMP Frames"); before, a CR is part of the line. */
    boolean hasCarriageReturns() {
        return this == V1_2;
    }

    /** Whether spaces around a header's value are padding: 1.0's own examples have them, later versions forbid to trim. */
    boolean pads() {
        return this == V1_0;
    }

    HeaderEscapes escapes() {
        return escapes;
    }

    /** As headers spell it. */
    @Override
    public String toString() {
        return wire;
    }
}
