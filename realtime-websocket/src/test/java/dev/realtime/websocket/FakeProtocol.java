package dev.realtime.websocket;

import dev.realtime.CloseReason;
import dev.realtime.session.ProtocolSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A protocol that says what the test lets it say, and keeps what it is told. */
final class FakeProtocol implements ProtocolSession {
    final Deque<String> toSay = new ArrayDeque<>();
    final List<String> received = new ArrayList<>();
    final List<CloseReason> ends = new ArrayList<>();
    Close close;
    boolean due;
    boolean replaying;
    int asked;
    private final Runnable wake;

    FakeProtocol(Runnable wake) {
        this.wake = wake;
    }

    void say(String... messages) {
        toSay.addAll(List.of(messages));
        wake.run();
    }

    void close(Close how) {
        close = how;
        wake.run();
    }

    @Override
    public void receive(String part, boolean last) {
        received.add(part + (last ? "." : ""));
    }

    @Override
    public void receiveBinary() {
        received.add("(binary)");
    }

    @Override
    public String next() {
        asked++;
        return toSay.poll();
    }

    @Override
    public boolean isReplaying() {
        return replaying && !toSay.isEmpty();
    }

    @Override
    public boolean isDue(long now) {
        return due;
    }

    @Override
    public void letGo() {
        close = new Close(1001, "shutting down", CloseReason.DRAINING);
    }

    @Override
    public Close close() {
        return close;
    }

    @Override
    public void ended(CloseReason reason) {
        if (!ends.contains(reason)) {
            ends.add(reason); // an end may be told again
        }
    }
}
