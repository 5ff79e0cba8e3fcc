/** What brings the protocols of messages to the Jakarta WebSocket API. */
@NullMarked
package dev.realtime.websocket;

import org.jspecify.annotations.NullMarked;
