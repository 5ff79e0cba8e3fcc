package dev.realtime;

import dev.realtime.event.Event;
import dev.realtime.log.Gap;

/** Code in this JVM that is told of events: in order, one call at a time. What it throws is logged, and it goes on. */
@FunctionalInterface
public interface EventListener {
    void onEvent(Event event);

    /** Events that should have come before the next ones are not there any more. */
    default void onGap(Gap gap) {}
}
