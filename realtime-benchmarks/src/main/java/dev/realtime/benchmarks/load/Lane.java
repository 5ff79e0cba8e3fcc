package dev.realtime.benchmarks.load;

import java.nio.channels.SocketChannel;

/** One way to the messages, on one side. */
record Lane(Side side, Wire wire) {
    /** The request that begins it, answered at once. */
    String request() {
        return request(wire == Wire.LONG_POLL ? "&wait=0" : "");
    }

    String request(String parameters) {
        return request(Message.TOPIC, parameters);
    }

    String request(String topic, String parameters) {
        return wire.request("/" + side.path() + "/" + wire.path() + "?topic=" + topic + parameters);
    }

    Clients.Reader client(SocketChannel channel) {
        return wire == Wire.LONG_POLL ? new LongPollClient(channel, this) : new StreamClient(channel, wire);
    }

    @Override
    public String toString() {
        return side + " " + wire;
    }
}
