package dev.realtime.benchmarks.load;

import java.util.Locale;

/** What is measured beside what. */
enum Contest {
    SSE(Side.FLOOR, Wire.SSE, Wire.SSE),
    WS(Side.FLOOR, Wire.WS, Wire.WS),
    LONG_POLL(Side.FLOOR, Wire.LONG_POLL, Wire.LONG_POLL),
    /** Beside our own WebSocket. */
    STOMP(Side.OURS, Wire.WS, Wire.STOMP);

    private final Side besideSide;
    private final Wire beside;
    private final Wire measured;

    Contest(Side besideSide, Wire beside, Wire measured) {
        this.besideSide = besideSide;
        this.beside = beside;
        this.measured = measured;
    }

    Lane floor() {
        return new Lane(besideSide, beside);
    }

    Lane ours() {
        return new Lane(Side.OURS, measured);
    }

    static Contest named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
