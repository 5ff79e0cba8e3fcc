package dev.realtime.redis;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.log.Appended;
import dev.realtime.log.Draft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where append.lua has put an event. Immutable.
 *
 * @param repeated the event is that of an earlier append with the same idempotency key
 * @param type that of the first append where this is a repeat and it is retained; else null, as the data
 */
record Answer(
        Cursor id,
        long epochMilli,
        boolean repeated,
        @Nullable String type,
        @Nullable Json data) {
    static Answer of(List<Object> answer) {
        boolean retained = answer.size() > 5;
        return new Answer(
                new Cursor(Long.parseLong(State.text(answer.get(1))), Math.toIntExact((Long) answer.get(2)), (Long)
                        answer.get(3)),
                (Long) answer.get(4),
                State.text(answer.get(0)).equals("repeated"),
                retained ? State.text(answer.get(5)) : null,
                retained ? Json.parse((byte[]) answer.get(6)) : null);
    }

    Appended appended(Draft draft) {
        return new Appended(
                new Event(
                        id,
                        draft.topic(),
                        type == null ? draft.type() : type,
                        epochMilli,
                        data == null ? draft.data() : data),
                repeated);
    }
}
