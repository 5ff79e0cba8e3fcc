/** A real Redis for tests and loads; not published. */
@NullMarked
package dev.realtime.redisserver;

import org.jspecify.annotations.NullMarked;
