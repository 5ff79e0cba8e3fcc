package dev.realtime.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How clients get their messages. */
enum Wire {
    SSE("event: heartbeat"),
    LONG_POLL("\"cursor\":\""),
    WS("\"events\":[]", upgrade("realtime.v1")),
    /** Sent by a call that waits for the client; of the bare container only. */
    WS_BLOCKING("\"events\":[]", upgrade("realtime.v1")),
    STOMP("RECEIPT", upgrade("v12.stomp"));

    private static final String SUBSCRIBE = "CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\n\n\0"
            + "SUBSCRIBE\nid:0\nreceipt:0\ndestination:/topic/" + Message.TOPIC + "\n\n\0";

    /** What a client gets first: from then on it gets every message. */
    final String greeting;

    private final String headers;

    Wire(String greeting, String... headers) {
        this.greeting = greeting;
        this.headers = String.join("", headers);
    }

    private static String upgrade(String protocol) {
        return "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " + protocol + "\r\n";
    }

    String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String request(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    /** What the client says once the connection is open; may be nothing. */
    byte[] opening() {
        return this == STOMP ? frame(SUBSCRIBE) : new byte[0];
    }

    /** One text message (RFC 6455, section 5.2), masked with nothing but zeros. */
    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[8 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | 126);
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 8, payload.length);
        return frame;
    }
}
