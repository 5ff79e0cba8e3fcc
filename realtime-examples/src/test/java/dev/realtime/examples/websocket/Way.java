package dev.realtime.examples.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A transport, as a traveller uses it for a while: from its cursor on, until it has taken a number of events. */
public enum Way {
    POLL {
        @Override
        public void travel(Traveller traveller, int port, int events) throws IOException {
            poll(traveller, port, "poll?topic=hop");
        }
    },
    LONG_POLL {
        @Override
        public void travel(Traveller traveller, int port, int events) throws IOException {
            int enough = traveller.count() + events;
            while (traveller.count() < enough && !traveller.isThere()) {
                poll(traveller, port, "long-poll?topic=hop&limit=20");
            }
        }
    },
    SSE {
        @Override
        public void travel(Traveller traveller, int port, int events) throws IOException {
            int enough = traveller.count() + events;
            try (RawSocket socket = new RawSocket(port);
                    BufferedReader lines = get(socket, "sse?topic=hop", traveller.cursor())) {
                String type = "";
                String data = "";
                while (traveller.count() < enough && !traveller.isThere()) {
                    String line = lines.readLine();
                    if (line == null) {
                        throw new IOException("cut");
                    } else if (line.startsWith("event: ")) {
                        type = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        data = line.substring(6);
                    } else if (line.startsWith("id: ")) {
                        String id = line.substring(4);
                        if (lines.readLine() == null) {
                            throw new IOException("cut within a block");
                        }
                        if (type.equals("heartbeat")) {
                            traveller.arriveAt(id);
                        } else if (type.isEmpty()) {
                            traveller.take(Integer.parseInt(data));
                            traveller.arriveAt(id);
                        } else {
                            throw new AssertionError(type + " " + data);
                        }
                        type = "";
                    }
                }
            }
        }
    },
    WEB_SOCKET {
        @Override
        public void travel(Traveller traveller, int port, int events) throws IOException {
            int enough = traveller.count() + events;
            try (RawSocket socket = new RawSocket(port)) {
                if (socket.upgrade("/realtime/ws?topic=hop&limit=20&cursor=" + traveller.cursor()) != 101) {
                    throw new AssertionError(socket.head());
                }
                while (traveller.count() < enough && !traveller.isThere()) {
                    take(traveller, socket.json());
                }
            }
        }
    },
    STOMP {
        @Override
        public void travel(Traveller traveller, int port, int events) throws IOException {
            int enough = traveller.count() + events;
            try (StompSocket socket = new StompSocket(port)) {
                socket.connect();
                socket.send("SUBSCRIBE", "id:1", "destination:/topic/hop", "cursor:" + traveller.cursor());
                while (traveller.count() < enough && !traveller.isThere()) {
                    StompSocket.Frame frame = socket.next();
                    if (!frame.command().equals("MESSAGE") || frame.headers().containsKey("gap")) {
                        throw new AssertionError(frame.toString());
                    }
                    traveller.take(Integer.parseInt(frame.body()));
                    traveller.arriveAt(frame.headers().get("message-id"));
                }
            }
        }
    };

    private static final JsonMapper JSON = new JsonMapper();

    /** Throws where the connection is cut; what the traveller has taken by then is his. */
    public abstract void travel(Traveller traveller, int port, int events) throws IOException;

    private static void poll(Traveller traveller, int port, String target) throws IOException {
        try (RawSocket socket = new RawSocket(port);
                BufferedReader body = get(socket, target, traveller.cursor())) {
            StringBuilder text = new StringBuilder();
            for (String line = body.readLine(); line != null; line = body.readLine()) {
                text.append(line);
            }
            take(traveller, JSON.readTree(text.toString())); // torn, it is no JSON
        }
    }

    /** HTTP/1.0, so that the body is neither chunked nor followed by anything. */
    private static BufferedReader get(RawSocket socket, String target, String cursor) throws IOException {
        socket.write(("GET /realtime/" + target + "&cursor=" + cursor + " HTTP/1.0\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        BufferedReader lines = new BufferedReader(new InputStreamReader(socket.in(), StandardCharsets.UTF_8));
        String status = lines.readLine();
        for (String line = status; line == null || !line.isEmpty(); line = lines.readLine()) {
            if (line == null) {
                throw new IOException("cut within the head");
            }
        }
        if (!status.contains(" 200")) {
            throw new AssertionError(status);
        }
        return lines;
    }

    private static void take(Traveller traveller, JsonNode batch) throws IOException {
        if (!batch.has("cursor")) {
            throw new IOException("cut before the body");
        }
        if (batch.has("gap")) {
            throw new AssertionError(batch.toString());
        }
        for (JsonNode event : batch.get("events")) {
            traveller.take(event.get("data").asInt());
        }
        traveller.arriveAt(batch.get("cursor").asText());
    }
}
