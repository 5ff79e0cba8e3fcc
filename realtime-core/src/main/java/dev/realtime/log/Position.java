package dev.realtime.log;

import dev.realtime.event.Cursor;

/**
 * A reader's place in a log, and which losses it has been told of. Immutable.
 *
 * @param told the number of the last loss that this reader knows of: a log numbers its evictions, so that one reader is
 *     told of each loss once; 0 for none
 */
public record Position(Cursor cursor, long told) {}
