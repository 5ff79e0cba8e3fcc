package dev.realtime.examples.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Every way to carry on after a cursor. */
enum Way {
    POLL {
        @Override
        Answer carryOn(TestApplication application, String topic, String cursor, int events) throws Exception {
            return answer(application.get("/poll?topic=" + topic + "&cursor=" + cursor));
        }
    },
    POLL_BY_TAG {
        @Override
        Answer carryOn(TestApplication application, String topic, String cursor, int events) throws Exception {
            return answer(application.get("/poll?topic=" + topic, "If-None-Match", "\"" + cursor + "\""));
        }
    },
    LONG_POLL {
        @Override
        Answer carryOn(TestApplication application, String topic, String cursor, int events) throws Exception {
            return answer(application.get("/long-poll?wait=0&topic=" + topic + "&cursor=" + cursor));
        }
    },
    SSE_BY_HEADER {
        @Override
        Answer carryOn(TestApplication application, String topic, String cursor, int events) throws Exception {
            try (SseReader reader = application.sse("topic=" + topic, "Last-Event-ID", cursor)) {
                return answer(reader, events);
            }
        }
    },
    SSE_BY_QUERY {
        @Override
        Answer carryOn(TestApplication application, String topic, String cursor, int events) throws Exception {
            try (SseReader reader = application.sse("topic=" + topic + "&lastEventId=" + cursor)) {
                return answer(reader, events);
            }
        }
    },
    SSE_BY_CURSOR {
        @Override
        Answer carryOn(TestApplication application, String topic, String cursor, int events) throws Exception {
            try (SseReader reader = application.sse("topic=" + topic + "&cursor=" + cursor)) {
                return answer(reader, events);
            }
        }
    };

    /** What came: the gap or null, the events' data, and where to carry on. */
    record Answer(JsonNode gap, List<String> data, String cursor) {
        String reason() {
            return gap == null ? null : gap.get("reason").asText();
        }
    }

    /** Asks for what comes after a cursor; a stream is read until it has brought so many events. */
    abstract Answer carryOn(TestApplication application, String topic, String cursor, int events) throws Exception;

    private static Answer answer(HttpResponse<String> response) throws IOException {
        if (response.statusCode() == 304) {
            return new Answer(
                    null, List.of(), response.headers().firstValue("ETag").orElse(""));
        }
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        JsonNode batch = TestApplication.json(response.body());
        List<String> data = new ArrayList<>();
        batch.get("events").forEach(event -> data.add(event.get("data").toString()));
        return new Answer(batch.get("gap"), data, batch.get("cursor").asText());
    }

    /** A gap comes before the first heartbeat, and that before the events. */
    private static Answer answer(SseReader reader, int events) throws IOException {
        JsonNode gap = null;
        List<String> data = new ArrayList<>();
        boolean open = false;
        while (!open || data.size() < events) {
            SseReader.Block block = reader.next();
            if (block == null) {
                throw new AssertionError("the stream ended after " + data);
            }
            if (block.isGap()) {
                if (open) {
                    throw new AssertionError("a gap after the first heartbeat: " + block);
                }
                gap = TestApplication.json(block.data());
            } else if (block.isHeartbeat()) {
                if (open) {
                    throw new AssertionError("silence after " + data);
                }
                open = true;
            } else if (block.data() != null) {
                data.add(block.data());
            }
        }
        return new Answer(gap, data, reader.lastId());
    }
}
