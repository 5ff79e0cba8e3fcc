package dev.realtime.benchmarks.fanout;

import java.util.Locale;

/** How clients get their messages. */
enum Transport {
    SSE("event: heartbeat"),
    WS(
            "\"events\":[]",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: realtime.v1");

    /** What a client gets first: from then on it gets every message. */
    final String greeting;

    private final String headers;

    Transport(String greeting, String... headers) {
        this.greeting = greeting;
        this.headers = String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n");
    }

    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The request that begins it. */
    String request(Side side) {
        String line = "GET /" + side.path() + "/" + path() + "?topic=" + Message.TOPIC + " HTTP/1.1\r\n";
        return line + "Host: localhost\r\n" + headers + "\r\n";
    }
}
