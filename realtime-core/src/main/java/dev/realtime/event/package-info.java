/** The values: topics and the filters that select them, events, their JSON, and the cursor that marks a place among them. */
@NullMarked
package dev.realtime.event;

import org.jspecify.annotations.NullMarked;
