package dev.realtime.benchmarks.load;

import java.util.Locale;

/** What is measured beside what. */
enum Contest {
    SSE(Side.FLOOR, Wire.SSE, Side.OURS, Wire.SSE),
    WS(Side.FLOOR, Wire.WS, Side.OURS, Wire.WS),
    LONG_POLL(Side.FLOOR, Wire.LONG_POLL, Side.OURS, Wire.LONG_POLL),
    /** Beside our own WebSocket. */
    STOMP(Side.OURS, Wire.WS, Side.OURS, Wire.STOMP),
    /** What a bare container's sends cost where they wait for the client, beside those that do not. */
    WS_BLOCKING(Side.FLOOR, Wire.WS, Side.FLOOR, Wire.WS_BLOCKING);

    private final Side besideSide;
    private final Wire beside;
    private final Side measuredSide;
    private final Wire measured;

    Contest(Side besideSide, Wire beside, Side measuredSide, Wire measured) {
        this.besideSide = besideSide;
        this.beside = beside;
        this.measuredSide = measuredSide;
        this.measured = measured;
    }

    Lane beside() {
        return new Lane(besideSide, beside);
    }

    Lane measured() {
        return new Lane(measuredSide, measured);
    }

    static Contest named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
