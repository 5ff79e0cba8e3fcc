/** An event log on Redis, or Valkey: see {@link dev.realtime.redis.RedisEventLog}. */
@NullMarked
package dev.realtime.redis;

import org.jspecify.annotations.NullMarked;
