/** Events as bytes: the JSON that polling and WebSocket clients see, and the cache that encodes each event once. */
@NullMarked
package dev.realtime.wire;

import org.jspecify.annotations.NullMarked;
