/** A real Redis or Valkey, to hold what is built on one to its faults. */
@NullMarked
package dev.realtime.testkit.redis;

import org.jspecify.annotations.NullMarked;
