package dev.realtime.log;

import dev.realtime.event.Event;

/**
 * The outcome of an append. Immutable.
 *
 * @param event the event in the log; for a repeat, the one that the first append of its key made; where that is
 *     retained no more, with its id and time but the repeat's type and data
 * @param repeated true where the idempotency key had been seen and nothing was appended
 */
public record Appended(Event event, boolean repeated) {}
