/** The event log: one order over all topics, bounded retention, exact gaps; the queue that every transport reads. */
@NullMarked
package dev.realtime.log;

import org.jspecify.annotations.NullMarked;
