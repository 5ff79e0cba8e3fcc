package dev.realtime.servlet;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Gap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A format as an application may write it: a line for each event. It cannot say everything. */
final class LinesFormat implements StreamFormat {
    static final String UNSPEAKABLE = "unspeakable";

    @Override
    public String contentType() {
        return "text/plain";
    }

    @Override
    public byte[] retry(Duration delay) {
        return new byte[0];
    }

    @Override
    public byte[] event(Event event) {
        if (event.data().toString().contains(UNSPEAKABLE)) {
            throw new IllegalArgumentException("it cannot be said");
        }
        return line(event.data().toString());
    }

    @Override
    public byte[] gap(Gap gap) {
        return line("gap");
    }

    @Override
    public byte[] heartbeat(Cursor cursor) {
        return line("at " + cursor);
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
